import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const siteRemove: Command = {
  name: 'site remove',
  arguments: 'SITE',
  words: { min: 1, max: 1 },
  summary: 'Remove a site that has no circuits any more.',
  examples: ['voltyard site remove Depot'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ site: input.words[0], tenant: input.options.tenant })
    const removed = await operate({ operation: 'site.remove', args }, input, terminal)
    terminal.out(input.json ? JSON.stringify(removed) : 'Removed.')
    return 0
  },
}
