import { type Command, wholeNumber } from './command.ts'
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
    const number = (option: string) => (rest[option] === undefined ? undefined : Number(rest[option]))
    const thousands = (option: string) => {
      const value = number(option)
      return value === undefined ? undefined : Math.round(value * 1_000)
    }
    const args = given({
      ...{ tenant, vehicle: input.words[0], name, vin, maxAcA: number('ac-amps') },
      ...{ batteryWh: thousands('battery-kwh'), maxDcW: thousands('dc-kw') },
      phases: phases === undefined ? undefined : wholeNumber('--phases', phases),
      klass: klass === undefined ? undefined : Number(klass),
    })
    const vehicle = await operate({ operation: 'vehicle.describe', args }, input, terminal)
    terminal.out(input.json ? JSON.stringify(vehicle) : 'Known.')
    return 0
  },
}
