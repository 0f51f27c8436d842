import { amount } from './circuit-options.ts'
import { type Input, type Option, oneOf, UsageError } from './command.ts'
import { given } from './operate.ts'

/** What is said of a vehicle, when it is added and later. */
export const vehicleOptions: Record<string, Option> = {
  name: { value: 'NAME', description: 'What people call it.' },
  'battery-kwh': { value: 'KWH', description: 'What of its battery can be used.' },
  'ac-amps': { value: 'A', description: 'The most it takes from alternating current, per phase.' },
  phases: { value: 'N', description: 'How many phases its own charger uses: 1, 2 or 3.' },
  'dc-kw': { value: 'KW', description: 'The most it takes from direct current.' },
  class: { value: 'N', description: 'Higher goes first where not everybody can be ready.' },
  preconditioning: { value: 'on|off', description: 'Whether it is warmed or cooled before it leaves (VDV 261).' },
  climate: {
    value: 'MODE',
    description: 'What its climate control does then: vehicle, automatic, ventilation, heating or cooling.',
  },
  driveoff: {
    value: 'MODE',
    description: 'How it reads its departure: minutesOfDay, minutesUntilDeparture, or usual as set for all.',
  },
}

export const passwordOptions: Record<string, Option> = {
  password: { value: 'PASSWORD', description: 'One of your own; without it one is made.' },
  rule: { value: 'N', description: '1 for vehicles of version 1, which take any password of 1 to 150 characters.' },
}

export function vehicleMembers({ options }: Input): object {
  const { name, phases, class: klass, preconditioning, climate, driveoff } = options
  const link = given({
    preconditions: preconditioning && oneOf('--preconditioning', preconditioning, ['on', 'off']) === 'on',
    climate,
    driveoff: driveoff === 'usual' ? null : driveoff,
  })
  return given({
    name,
    maxAcA: within('--ac-amps', options['ac-amps'], 1_000),
    batteryWh: thousands(within('--battery-kwh', options['battery-kwh'], 10_000)),
    maxDcW: thousands(within('--dc-kw', options['dc-kw'], 10_000)),
    phases: phases === undefined ? undefined : Number(oneOf('--phases', phases, ['1', '2', '3'])),
    klass: klass === undefined ? undefined : classOf(klass),
    link: Object.keys(link).length === 0 ? undefined : link,
  })
}

export function passwordMembers({ options: { password, rule } }: Input): object {
  return given({ password, rule: rule === undefined ? undefined : Number(oneOf('--rule', rule, ['1', '2'])) })
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
