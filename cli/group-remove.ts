import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const groupRemove: Command = {
  name: 'group remove',
  arguments: 'GROUP',
  words: { min: 1, max: 1 },
  summary: 'Remove a charger group: its chargers are not steered any more.',
  details: ['GROUP is its id, its number, or its name.'],
  examples: ['voltyard group remove Hall'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ group: input.words[0], tenant: input.options.tenant })
    const removed = await operate({ operation: 'group.remove', args }, input, terminal)
    terminal.out(input.json ? JSON.stringify(removed) : 'Removed.')
    return 0
  },
}
