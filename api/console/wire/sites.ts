import { type Static, Type } from 'typebox'
import { CircuitView } from './circuits.ts'
import { Decimal, Unit, Watts } from './electrical.ts'
import { closed, Id, Name, orNull, PublicId, Time, Words } from './parts.ts'
import { SiteCharger } from './site-chargers.ts'

/** One of the list of sites. What the engine alone knows is null while another node steers it, or nobody. */
export const SiteRow = Type.Object({
  id: Id,
  publicId: Type.String(),
  name: Type.String(),
  timeZone: Type.String(),
  currency: orNull(Type.String()),
  /** The engine shall steer it. */
  isLive: Type.Boolean(),
  /** The engine of this node does. */
  isSteered: Type.Boolean(),
  /** At the grid connections: measured, else what chargers and unmanaged load are reckoned at. */
  powerW: orNull(Type.Number()),
  /** What the grid connections may carry now. */
  limitW: orNull(Type.Number()),
  chargers: Type.Integer(),
  /** Running, of which so many wait for capacity, and so many will be late. */
  sessions: Type.Integer(),
  waiting: Type.Integer(),
  late: Type.Integer(),
  openAlarms: Type.Integer(),
  planner: Type.Object({
    state: Words(['planned', 'late', 'none'] as const),
    source: orNull(Type.String()),
    madeAt: orNull(Time),
  }),
})
export type SiteRow = Static<typeof SiteRow>

/** GET /sites */
export const Sites = Type.Object({ items: Type.Array(SiteRow) })
export type Sites = Static<typeof Sites>

/** How a site is steered. */
const settings = {
  policy: Words(['laxity', 'equal', 'proportional', 'first-come', 'earliest-departure', 'least-laxity'] as const),
  usualStayHours: Type.Number({ exclusiveMinimum: 0, maximum: 720 }),
  usualNeedWh: Type.Integer({ minimum: 0, maximum: 10_000_000 }),
  leaseSeconds: Type.Integer({ minimum: 60, maximum: 86_400 }),
  rampWPerMinute: orNull(Watts),
  stopsDisobedient: Type.Boolean(),
  /** Per kWh, decimal text, where no block says a price. */
  usualPrice: orNull(Decimal),
  /** Per kW and billing period. */
  peakPrice: orNull(Decimal),
  /** How long a peak counts, by the calendar. */
  billingPeriod: Words(['month', 'year'] as const),
  blockMinutes: orNull(Type.Integer({ minimum: 1, maximum: 60 })),
  departureBufferMinutes: Type.Integer({ minimum: 0, maximum: 1_440 }),
}

export const SiteSettings = Type.Object(settings)
export type SiteSettings = Static<typeof SiteSettings>

const SiteMembers = {
  name: Name,
  /** IANA: `Europe/Berlin`. */
  timeZone: Type.String({ minLength: 1, maxLength: 60 }),
  currency: Type.Optional(orNull(Type.String({ pattern: '^[A-Z]{3}$' }))),
  settings: Type.Optional(Type.Partial(SiteSettings, closed)),
}

/** POST /sites (administrator) */
export const NewSite = Type.Object({ publicId: Type.Optional(PublicId), ...SiteMembers }, closed)
export type NewSite = Static<typeof NewSite>

/** PATCH /sites/{id} (administrator) */
export const SiteChange = Type.Partial(Type.Object(SiteMembers), closed)
export type SiteChange = Static<typeof SiteChange>

/** POST /sites/{id}/live (administrator, confirmed). Going live is refused while the commissioning check fails. */
export const SiteToSetLive = Type.Object({ live: Type.Boolean() }, closed)

/** GET /sites/{id}: circuits from the grid connections downwards; a tree by `parentId`, chargers by `circuitId`. */
export const SiteDetail = Type.Object({
  row: SiteRow,
  settings: SiteSettings,
  /** Of what the engine holds; null while this node does not steer the site. */
  at: orNull(Time),
  fence: orNull(Type.Integer()),
  circuits: Type.Array(CircuitView),
  /** Circuits whose chargers have not all confirmed what a lower limit asks for. */
  reducing: Type.Array(Id),
  chargers: Type.Array(SiteCharger),
})
export type SiteDetail = Static<typeof SiteDetail>

/** GET /sites/{id}/check: whether the fallbacks of all chargers fit everywhere (commissioning). */
export const SiteCheck = Type.Object({
  isPassed: Type.Boolean(),
  /** Rows that would carry more than they may if all chargers fell back at once. */
  faults: Type.Array(
    Type.Object({ row: Type.String(), circuit: Type.String(), sum: Type.Number(), limit: Type.Number(), unit: Unit }),
  ),
})
export type SiteCheck = Static<typeof SiteCheck>
