import { amount } from './circuit-options.ts'
import { type Command, oneOf, UsageError } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const vehicleDescribe: Command = {
  name: 'vehicle describe',
  arguments: 'VEHICLE',
  words: { min: 1, max: 1 },
  summary: 'Say what is known of a vehicle, and add it when it is new.',
  details: ['What is left out stays as it is. With its battery, targets in percent become energy.'],
  examples: ['voltyard vehicle describe BUS-12 --battery-kwh 350 --vin WEB62803512345678 --dc-kw 150'],
  options: {
    ...serverOptions,
    name: { value: 'NAME', description: 'What people call it.' },
    vin: { value: 'VIN', description: 'Its vehicle identification number.' },
    'battery-kwh': { value: 'KWH', description: 'What of its battery can be used.' },
    'ac-amps': { value: 'A', description: 'The most it takes from alternating current, per phase.' },
    phases: { value: 'N', description: 'How many phases its own charger uses: 1, 2 or 3.' },
    'dc-kw': { value: 'KW', description: 'The most it takes from direct current.' },
    class: { value: 'N', description: 'Higher goes first where not everybody can be ready.' },
  },
  async run(input, terminal) {
    const { tenant, name, vin, phases, class: klass, ...rest } = input.options
    if (vin !== undefined && vin.length !== 17) throw new UsageError(`--vin is "${vin}", but must have 17 characters.`)
    const args = given({
      ...{ tenant, vehicle: input.words[0], name, vin },
      maxAcA: within('--ac-amps', rest['ac-amps'], 1_000),
      batteryWh: thousands(within('--battery-kwh', rest['battery-kwh'], 10_000)),
      maxDcW: thousands(within('--dc-kw', rest['dc-kw'], 10_000)),
      phases: phases === undefined ? undefined : Number(oneOf('--phases', phases, ['1', '2', '3'])),
      klass: klass === undefined ? undefined : classOf(klass),
    })
    const vehicle = await operate({ operation: 'vehicle.describe', args }, input, terminal)
    terminal.out(input.json ? JSON.stringify(vehicle) : 'Known.')
    return 0
  },
}

/** Above 0; refused by the name of the option, which the server does not know. */
function within(option: string, text: string | undefined, most: number): number | undefined {
  const value = amount(option, text)
  if (value !== undefined && !(value > 0 && value <= most)) {
    throw new UsageError(`${option} is "${text}", but must be above 0 and up to ${most}.`)
  }
  return value
}

function thousands(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.max(1, Math.round(value * 1_000))
}

function classOf(text: string): number {
  if (!/^-?\d{1,9}$/.test(text)) throw new UsageError(`--class is "${text}", but must be a whole number.`)
  return Number(text)
}
