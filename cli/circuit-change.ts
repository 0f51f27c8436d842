import { circuitMembers, circuitOptions } from './circuit-options.ts'
import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const circuitChange: Command = {
  name: 'circuit change',
  arguments: 'CIRCUIT',
  words: { min: 1, max: 1 },
  summary: 'Change a circuit, or hang it below another one.',
  details: ['At a live site it is refused when what all chargers fall back to would be more than a circuit may carry.'],
  examples: ['voltyard circuit change 4 --amps 50', 'voltyard circuit change 4 --parent 2'],
  options: {
    name: { value: 'NAME', description: 'Another name.' },
    ...circuitOptions,
    ...serverOptions,
  },
  async run(input, terminal) {
    const { name, tenant } = input.options
    const args = given({ circuit: input.words[0], name, tenant, ...circuitMembers(input) })
    const changed = await operate({ operation: 'circuit.change', args }, input, terminal)
    terminal.out(input.json ? JSON.stringify(changed) : 'Changed.')
    return 0
  },
}
