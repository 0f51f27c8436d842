import { circuitMembers, circuitOptions } from './circuit-options.ts'
import { type Command, UsageError } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const circuitAdd: Command = {
  name: 'circuit add',
  arguments: 'NAME',
  words: { min: 1, max: 1 },
  summary: 'Add a circuit to a site: a grid connection, or what hangs below one.',
  examples: [
    'voltyard circuit add Grid --site Depot --amps 250 --contract 150000',
    'voltyard circuit add "Row A" --site Depot --parent 1 --amps 63',
  ],
  options: {
    site: { value: 'SITE', description: 'Its number, public id or name.' },
    ...circuitOptions,
    'one-phase': { description: 'It has one phase only.' },
    delta: { description: 'Its chargers hang between two lines (208 V).' },
    'public-id': { value: 'ID', description: 'By which other systems know it; made when absent.' },
    ...serverOptions,
  },
  async run(input, terminal) {
    const { site, 'one-phase': onePhase, delta, 'public-id': publicId, tenant } = input.options
    if (site === undefined) throw new UsageError('--site is missing.')
    const args = given({
      ...{ name: input.words[0], site, publicId, tenant },
      ...circuitMembers(input),
      phases: onePhase === undefined ? undefined : 1,
      wiring: delta === undefined ? undefined : 'delta',
    })
    const added = (await operate({ operation: 'circuit.add', args }, input, terminal)) as { id: number }
    terminal.out(input.json ? JSON.stringify(added) : `Circuit ${added.id}.`)
    return 0
  },
}
