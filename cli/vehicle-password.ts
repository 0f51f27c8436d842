import { type Command, UsageError } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'
import { passwordMembers, passwordOptions } from './vehicle-options.ts'

export const vehiclePassword: Command = {
  name: 'vehicle password',
  arguments: 'VEHICLE',
  words: { min: 1, max: 1 },
  summary: 'Give a vehicle a new password, or take its password away.',
  details: ['VEHICLE is its VIN or what it is called. The former password is void at once; the new one is shown once.'],
  examples: ['voltyard vehicle password WEB62803512345678', 'voltyard vehicle password BUS-12 --revoke'],
  options: {
    ...serverOptions,
    ...passwordOptions,
    revoke: { description: 'Take it away: the vehicle cannot come in.' },
  },
  async run(input, terminal) {
    const { tenant, revoke } = input.options
    const args = { ...given({ tenant, vehicle: input.words[0] }), ...passwordMembers(input) }
    if (revoke !== undefined) {
      if ('password' in args || 'rule' in args) throw new UsageError('--revoke takes no password.')
      const revoked = await operate({ operation: 'vehicle.revoke', args }, input, terminal)
      terminal.out(input.json ? JSON.stringify(revoked) : 'It has no password any more.')
      return 0
    }
    const renewed = (await operate({ operation: 'vehicle.password', args }, input, terminal)) as Renewed
    terminal.out(
      input.json ? JSON.stringify(renewed) : `${renewed.vehicle}  ${renewed.vin}\nPassword: ${renewed.password}`,
    )
    return 0
  },
}

type Renewed = { vehicle: string; vin: string; password: string }
