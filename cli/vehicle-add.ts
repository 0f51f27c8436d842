import { type Command, UsageError } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'
import { passwordMembers, passwordOptions, vehicleMembers, vehicleOptions } from './vehicle-options.ts'

export const vehicleAdd: Command = {
  name: 'vehicle add',
  arguments: 'VIN',
  words: { min: 1, max: 1 },
  summary: 'Add a vehicle that talks to us while it charges (VDV 261), with a password.',
  details: ['The password is shown once. The vehicle comes in with its VIN and this password.'],
  examples: ['voltyard vehicle add WEB62803512345678 --id BUS-12 --battery-kwh 350 --preconditioning on'],
  options: {
    ...serverOptions,
    id: { value: 'VEHICLE', description: 'What cards and planning systems call it; its VIN when absent.' },
    ...passwordOptions,
    ...vehicleOptions,
  },
  async run(input, terminal) {
    const [vin = ''] = input.words
    if (vin.length !== 17) throw new UsageError(`The VIN is "${vin}", but must have 17 characters.`)
    const { tenant, id } = input.options
    const args = { ...given({ tenant, vin, vehicle: id }), ...passwordMembers(input), ...vehicleMembers(input) }
    const added = (await operate({ operation: 'vehicle.add', args }, input, terminal)) as Added
    terminal.out(input.json ? JSON.stringify(added) : `${added.vehicle}  ${added.vin}\nPassword: ${added.password}`)
    return 0
  },
}

type Added = { vehicle: string; vin: string; password: string }
