import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const departureRemove: Command = {
  name: 'departure remove',
  arguments: 'VEHICLE',
  words: { min: 1, max: 1 },
  summary: 'Take departures of a vehicle back that were set here.',
  details: ['Those of planning systems and of vehicles themselves stay.'],
  examples: ['voltyard departure remove BUS-12', 'voltyard departure remove BUS-12 --trip morning'],
  options: { ...serverOptions, trip: { value: 'ID', description: 'Only that of this trip.' } },
  async run(input, terminal) {
    const { tenant, trip } = input.options
    const args = given({ tenant, vehicle: input.words[0], trip })
    const removed = (await operate({ operation: 'departure.remove', args }, input, terminal)) as { removed: string[] }
    terminal.out(input.json ? JSON.stringify(removed) : `${removed.removed.length} removed.`)
    return 0
  },
}
