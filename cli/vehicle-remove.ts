import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const vehicleRemove: Command = {
  name: 'vehicle remove',
  arguments: 'VEHICLE',
  words: { min: 1, max: 1 },
  summary: 'Take a vehicle out of the fleet.',
  details: ['VEHICLE is its VIN or what it is called. Its password is void, no card carries it; its sessions stay.'],
  examples: ['voltyard vehicle remove BUS-12'],
  options: serverOptions,
  async run(input, terminal) {
    const args = given({ tenant: input.options.tenant, vehicle: input.words[0] })
    const removed = await operate({ operation: 'vehicle.remove', args }, input, terminal)
    terminal.out(input.json ? JSON.stringify(removed) : 'Removed.')
    return 0
  },
}
