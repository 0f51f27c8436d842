import { amount } from './circuit-options.ts'
import { type Command, oneOf, UsageError } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'
import { readTime } from './read-time.ts'

export const departureSet: Command = {
  name: 'departure set',
  arguments: 'VEHICLE',
  words: { min: 1, max: 1 },
  summary: 'Say when a vehicle leaves, and what it needs until then.',
  details: [
    'VEHICLE is what it is called, or its VIN. Said again, the departure is changed; with --trip a vehicle has several.',
    'A planning system (VDV 463) is believed more.',
  ],
  examples: ['voltyard departure set BUS-12 --at 2027-05-01T04:45:00Z --target-soc 90'],
  options: {
    ...serverOptions,
    at: { value: 'TIME', description: 'When it leaves.' },
    site: { value: 'SITE', description: 'Where from; may be left out while there is one site only.' },
    'target-soc': { value: 'PERCENT', description: 'State of charge that it should have.' },
    'minimum-soc': { value: 'PERCENT', description: 'State of charge that it must have.' },
    'need-kwh': { value: 'KWH', description: 'Energy that it needs, where no state of charge is known.' },
    trip: { value: 'ID', description: 'Which trip it is, when several are said.' },
    source: { value: 'WHO', description: 'operator or fleet; a fleet is believed more. operator when absent.' },
  },
  async run(input, terminal) {
    const { tenant, at, site, trip, source, ...rest } = input.options
    const departsAt = readTime('--at', at)
    if (!departsAt) throw new UsageError('Give --at, such as --at 2027-05-01T04:45:00Z.')
    const kwh = amount('--need-kwh', rest['need-kwh'])
    const args = given({
      ...{ tenant, vehicle: input.words[0], site, trip, at: departsAt.toString() },
      source: source === undefined ? undefined : oneOf('--source', source, ['operator', 'fleet']),
      targetSoc: amount('--target-soc', rest['target-soc']),
      minimumSoc: amount('--minimum-soc', rest['minimum-soc']),
      needFullWh: kwh === undefined ? undefined : Math.round(kwh * 1_000),
    })
    const set = (await operate({ operation: 'departure.set', args }, input, terminal)) as Written
    terminal.out(input.json ? JSON.stringify(set) : `${set.vehicle} leaves ${set.site} at ${set.departsAt}.`)
    return 0
  },
}

type Written = { vehicle: string; site: string; departsAt: string }
