import { readFile } from 'node:fs/promises'
import { type Command, UsageError } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const tariffAdd: Command = {
  name: 'tariff add',
  arguments: 'NAME',
  words: { min: 1, max: 1 },
  summary: 'Add a tariff: what charging costs.',
  details: [
    'Amounts are without tax. A tariff never changes: another content is another tariff, with another id.',
    'FILE is JSON with lists of rates that depend on the time, the day or the energy; it goes before the options.',
  ],
  examples: [
    'voltyard tariff add Standard --currency EUR --energy 0.39 --tax 19',
    'voltyard tariff add Blocking --currency EUR --energy 0.39 --idle 6 --fee 0.5 --maximum 40',
    'voltyard tariff add Night --currency EUR --terms night.json',
  ],
  options: {
    currency: { value: 'CODE', description: 'Such as EUR.' },
    energy: { value: 'AMOUNT', description: 'Per kWh.' },
    charging: { value: 'AMOUNT', description: 'Per hour of charging.' },
    idle: { value: 'AMOUNT', description: 'Per hour with the cable in and nothing charged.' },
    fee: { value: 'AMOUNT', description: 'Per session.' },
    tax: { value: 'PERCENT', description: 'What is added to all of it; without it, nothing.' },
    minimum: { value: 'AMOUNT', description: 'A session costs at least this.' },
    maximum: { value: 'AMOUNT', description: 'A session costs at most this.' },
    terms: { value: 'FILE', description: 'Rates with conditions, as JSON: energy, chargingTime, idleTime, fixedFee.' },
    ...serverOptions,
  },
  async run(input, terminal) {
    const { currency, energy, charging, idle, fee, tax, minimum, maximum, terms, tenant } = input.options
    if (currency === undefined) throw new UsageError('--currency is missing, such as EUR.')
    const rate = (price: string | undefined) => (price === undefined ? undefined : [{ price }])
    const args = {
      ...given({ energy: rate(energy), chargingTime: rate(charging), idleTime: rate(idle), fixedFee: rate(fee) }),
      ...(terms === undefined ? {} : await readTerms(terms)),
      ...given({ name: input.words[0], currency, taxPercent: tax, minimum, maximum, tenant }),
    }
    const added = (await operate({ operation: 'tariff.add', args }, input, terminal)) as { tariffId: string }
    terminal.out(input.json ? JSON.stringify(added) : added.tariffId)
    return 0
  },
}

async function readTerms(path: string): Promise<object> {
  try {
    const read: unknown = JSON.parse(await readFile(path, 'utf8'))
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read
  } catch (cause) {
    throw new UsageError(`${path} cannot be read as JSON.`, { cause })
  }
  throw new UsageError(`${path} holds no object.`)
}
