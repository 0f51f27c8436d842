import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const circuitRemove: Command = {
  name: 'circuit remove',
  arguments: 'CIRCUIT',
  words: { min: 1, max: 1 },
  summary: 'Remove a circuit on which nothing hangs any more.',
  examples: ['voltyard circuit remove 4'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ circuit: input.words[0], tenant: input.options.tenant })
    const removed = await operate({ operation: 'circuit.remove', args }, input, terminal)
    terminal.out(input.json ? JSON.stringify(removed) : 'Removed.')
    return 0
  },
}
