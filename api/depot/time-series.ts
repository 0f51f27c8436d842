import { type Static, Type } from 'typebox'
import type { Charger } from '#core/chargers/charger.ts'
import type { Uses } from '#core/context.ts'
import {
  type SeriesKind,
  type SeriesPhase,
  type SeriesPoint,
  seriesKinds,
  seriesOfCharger,
} from '#core/metering/time-series.ts'
import { Refusal } from './errors.ts'
import { isoTimeOf } from './iso-time.ts'
import { from, to } from './parameters.ts'
import { checkInterval, oneOfOptional, query } from './read-input.ts'

export const TimeSeries = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        timeStamp: Type.String({
          format: 'date-time',
          description: 'When it was measured',
          examples: ['2025-02-10T20:00:00.000Z'],
        }),
        value: Type.String({
          description: 'A decimal number as text, in W, Wh, A, V, degree Celsius or percent; of `AlarmCode` the code',
          examples: ['48195.5'],
        }),
      }),
    ),
  },
  { $id: 'TimeSeriesDataList', title: 'TimeSeriesDataList' },
)

const measurands = [...(Object.keys(seriesKinds) as SeriesKind[]), 'AlarmCode'] as const
const phases = ['L1', 'L2', 'L3', 'L1-N', 'L2-N', 'L3-N'] as const

export const SeriesQuery = query({
  measurand: Type.Unsafe<(typeof measurands)[number]>({
    type: 'string',
    enum: measurands,
    description: 'What was measured',
    examples: ['ActivePowerImport'],
  }),
  phase: oneOfOptional(phases, {
    description: 'Of currents and voltages, where they came by phase; of anything else it is ignored',
    examples: ['L1'],
  }),
  from: Type.Optional(from),
  to: Type.Optional(to),
  page: Type.Optional(Type.Integer({ minimum: 1, description: 'The page; the first is 1', examples: [1] })),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 50_000, description: 'The most points to answer with', examples: [1_000] }),
  ),
})

type Asked = Static<typeof SeriesQuery>
type Place = { evse: number; connector: number }
type Used = Uses<'circuits' | 'chargers' | 'now' | 'series'>

/** The series that is asked for; without an interval, of the day before in the zone of the site (depot-api 10.2). */
export async function readSeries(
  ctx: Used,
  charger: Charger,
  place: Place | null,
  asked: Asked,
): Promise<Static<typeof TimeSeries>> {
  checkInterval(asked)
  const { measurand } = asked
  const span = asked.from || asked.to ? asked : await dayBefore(ctx, charger)
  const page = { limit: asked.limit ?? mostPoints + 1, skip: ((asked.page ?? 1) - 1) * (asked.limit ?? mostPoints) }
  const ask = { from: span.from ?? null, to: span.to ?? ctx.now(), ...page }
  const points =
    measurand === 'AlarmCode'
      ? await ctx.series.alarmCodes(charger, place, ask)
      : await measured(ctx, charger, place, { ...ask, kind: measurand, phase: phaseOf(measurand, asked.phase) })
  if (asked.limit === undefined && points.length > mostPoints) throw tooMuch()
  return { items: points.map(({ atMs, value }) => ({ timeStamp: isoTimeOf(atMs), value })) }
}

const mostPoints = 50_000
// Of a charger as a whole all that its EVSEs measured is read before it is put together.
const mostRead = 4 * mostPoints

type Ask = Parameters<Used['series']['ofConnector']>[2]

async function measured(ctx: Used, charger: Charger, place: Place | null, ask: Ask): Promise<SeriesPoint[]> {
  const evses = place ? [place.evse] : (await ctx.chargers.evses(charger)).map(({ number }) => number)
  const points = place ? await ctx.series.ofConnector(charger, place, ask) : await together(ctx, charger, evses, ask)
  const isVague = seriesKinds[ask.kind].phases && ask.phase === null
  if (points.length === 0 && isVague && (await ctx.series.hasPhases(charger, evses, ask))) {
    throw new Refusal(400, 'invalid_parameter', `Parameter 'phase' is missing: ${ask.kind} was measured by phase.`, {
      parameter: 'phase',
    })
  }
  return points
}

async function together(ctx: Used, charger: Charger, evses: readonly number[], ask: Ask): Promise<SeriesPoint[]> {
  const all = await ctx.series.ofAllEvses(charger, evses, { ...ask, limit: mostRead + 1 })
  if (all.length > mostRead) throw tooMuch()
  return seriesOfCharger(all, ask.kind).slice(ask.skip, ask.skip + ask.limit)
}

function phaseOf(kind: SeriesKind, phase: Asked['phase']): SeriesPhase | null {
  return phase === undefined || !seriesKinds[kind].phases ? null : (phase.slice(0, 2) as SeriesPhase)
}

async function dayBefore(ctx: Used, charger: Charger): Promise<{ from: Temporal.Instant; to: Temporal.Instant }> {
  const siteId = await ctx.circuits.siteOfCharger(charger.id)
  const site = siteId === null ? null : await ctx.circuits.site(siteId)
  const zone = site?.timeZone ?? charger.timeZone ?? 'UTC'
  const today = ctx.now().toZonedDateTimeISO(zone).toPlainDate()
  const begin = today.subtract({ days: 1 }).toZonedDateTime(zone).toInstant()
  return { from: begin, to: today.toZonedDateTime(zone).toInstant().subtract({ milliseconds: 1 }) }
}

function tooMuch(): Refusal {
  const message = `There are more than ${mostPoints} points: ask for a shorter interval, or by pages with 'limit'.`
  return new Refusal(400, 'invalid_parameter', message, { parameter: 'from' })
}
