import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const siteLive: Command = {
  name: 'site live',
  arguments: 'SITE',
  words: { min: 1, max: 1 },
  summary: 'Have a site steered, or no longer.',
  details: [
    'SITE is its number, its public id or its name. It is refused while what all chargers fall back to without the',
    'server is more than a circuit may carry.',
  ],
  examples: ['voltyard site live Depot', 'voltyard site live 3 --off'],
  options: { off: { description: 'Take it out of service: its chargers fall back.' }, ...serverOptions },
  async run(input, terminal) {
    const { off, tenant } = input.options
    const args = given({ site: input.words[0], live: off === undefined, tenant })
    const site = (await operate({ operation: 'site.live', args }, input, terminal)) as { name: string; live: boolean }
    terminal.out(input.json ? JSON.stringify(site) : `${site.name} is ${site.live ? 'live' : 'not live any more'}.`)
    return 0
  },
}
