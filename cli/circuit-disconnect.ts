import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const circuitDisconnect: Command = {
  name: 'circuit disconnect',
  arguments: 'CHARGER',
  words: { min: 1, max: 1 },
  summary: 'Take a charger off its circuit: it is not steered any more.',
  examples: ['voltyard circuit disconnect CP-1'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ charger: input.words[0], tenant: input.options.tenant })
    const gone = await operate({ operation: 'circuit.disconnect', args }, input, terminal)
    terminal.out(input.json ? JSON.stringify(gone) : 'Disconnected.')
    return 0
  },
}
