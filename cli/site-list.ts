import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const siteList: Command = {
  name: 'site list',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Show the sites, which of them are live, and by which ids other systems know them.',
  examples: ['voltyard site list', 'voltyard site list --json'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ tenant: input.options.tenant })
    const { sites } = (await operate({ operation: 'site.list', args }, input, terminal)) as { sites: Listed[] }
    const lines = sites.map(
      ({ id, publicId, name, timeZone, live }) =>
        `${id} ${name} (${timeZone}), ${live ? 'live' : 'not live'}, ${publicId}`,
    )
    terminal.out(input.json ? JSON.stringify({ sites }) : lines.join('\n') || 'None.')
    return 0
  },
}

type Listed = { id: number; publicId: string; name: string; timeZone: string; live: boolean }
