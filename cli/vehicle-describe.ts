import { type Command, UsageError } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'
import { vehicleMembers, vehicleOptions } from './vehicle-options.ts'

export const vehicleDescribe: Command = {
  name: 'vehicle describe',
  arguments: 'VEHICLE',
  words: { min: 1, max: 1 },
  summary: 'Say what is known of a vehicle, and add it when it is new.',
  details: ['What is left out stays as it is. With its battery, targets in percent become energy.'],
  examples: ['voltyard vehicle describe BUS-12 --battery-kwh 350 --vin WEB62803512345678 --dc-kw 150'],
  options: {
    ...serverOptions,
    vin: { value: 'VIN', description: 'Its vehicle identification number.' },
    ...vehicleOptions,
  },
  async run(input, terminal) {
    const { tenant, vin } = input.options
    if (vin !== undefined && vin.length !== 17) throw new UsageError(`--vin is "${vin}", but must have 17 characters.`)
    const args = { ...given({ tenant, vehicle: input.words[0], vin }), ...vehicleMembers(input) }
    const vehicle = await operate({ operation: 'vehicle.describe', args }, input, terminal)
    terminal.out(input.json ? JSON.stringify(vehicle) : 'Known.')
    return 0
  },
}
