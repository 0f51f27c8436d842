import { type Static, Type } from 'typebox'
import type { LimitInterval, LimitSource } from '#core/circuits/limit.ts'
import { Refusal } from './errors.ts'
import { isoTime } from './iso-time.ts'
import { readTime } from './read-input.ts'

const units = ['W', 'kW', 'A'] as const
type Unit = (typeof units)[number]

const moment = (description: string, example: string) =>
  Type.String({ format: 'date-time', description, examples: [example] })

/** What one external system says of a charger group (depot-api 15.1). */
const members = {
  source: Type.String({
    pattern: '^[^\\p{C}]{1,100}$',
    description: 'The name of the external system; what it said of this group before is replaced',
    examples: ['building-ems'],
  }),
  externalPowerRateUnit: Type.Unsafe<Unit>({
    type: 'string',
    enum: units,
    description: 'W or kW of the whole group, or A on each of its phases',
    examples: ['W'],
  }),
  dynamicPowerLimit: Type.Array(
    Type.Object({
      fromDate: moment('Start of the interval, inclusive; ISO 8601', '2025-02-11T17:00:00.000Z'),
      toDate: moment('End of the interval, exclusive; ISO 8601', '2025-02-11T19:00:00.000Z'),
      externalPowerLimit: Type.Number({ minimum: 0, maximum: 1e12, description: 'In the unit', examples: [120_000] }),
    }),
    { maxItems: 2_000, description: 'Where intervals overlap the lowest limit counts; none withdraws the source' },
  ),
}

export const ExternalPowerLimit = Type.Object(members, { $id: 'ExternalPowerLimit', title: 'ExternalPowerLimit' })

export const ExternalPowerLimits = Type.Object(
  { items: Type.Array(Type.Object(members)) },
  { $id: 'ExternalPowerLimits', title: 'ExternalPowerLimits' },
)

type Said = Static<typeof ExternalPowerLimit>

/** The intervals as the core takes them; A stays as it is, since every circuit has a row for each of its lines. */
export function readLimits({
  externalPowerRateUnit,
  dynamicPowerLimit,
}: Said): Pick<LimitSource, 'unit' | 'toldIn' | 'intervals'> {
  return {
    unit: externalPowerRateUnit === 'A' ? 'A' : 'W',
    ...(externalPowerRateUnit === 'kW' ? { toldIn: 'kW' } : {}),
    intervals: dynamicPowerLimit.map(({ fromDate, toDate, externalPowerLimit }, i) => {
      const interval: LimitInterval = {
        from: readTime(fromDate)!,
        to: readTime(toDate)!,
        value: externalPowerRateUnit === 'kW' ? inWatts(externalPowerLimit) : externalPowerLimit,
      }
      if (Temporal.Instant.compare(interval.to!, interval.from) > 0) return interval
      const pointer = `/dynamicPowerLimit/${i}/toDate`
      throw new Refusal(400, 'invalid_body', `Member '${pointer.slice(1)}' is not after 'fromDate'.`, { pointer })
    }),
  }
}

// 22.1 * 1000 has dust behind the point.
function inWatts(kilowatts: number): number {
  return Math.round(kilowatts * 1e6) / 1e3
}

export function viewLimits({ name, unit, toldIn, intervals }: LimitSource): Said {
  return {
    source: name,
    externalPowerRateUnit: toldIn ?? unit,
    dynamicPowerLimit: intervals.map(({ from, to, value }) => ({
      ...{
        fromDate: isoTime(from),
        toDate: to === null ? forEver : isoTime(to),
        externalPowerLimit: toldIn === 'kW' ? value / 1e3 : value,
      },
    })),
  }
}

// A list from elsewhere may be open; here every interval has an end.
const forEver = '9999-12-31T23:59:59.000Z'
