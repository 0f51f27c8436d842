import { type Static, Type } from 'typebox'
import { Unit } from './electrical.ts'
import { Id, orNull, Time, Words } from './parts.ts'

export const PlannedVehicle = Type.Object({
  /** The session, or `request` of one that is expected. */
  id: Type.String(),
  sessionId: orNull(Id),
  requestId: orNull(Type.String()),
  /** It is still to come. */
  isExpected: Type.Boolean(),
  vehicle: orNull(Type.String()),
  card: orNull(Type.String()),
  chargerId: orNull(Id),
  charger: orNull(Type.String()),
  evse: orNull(Type.Integer()),
  arrivesAt: orNull(Time),
  departsAt: orNull(Time),
  soc: orNull(Type.Number()),
  minimumSoc: orNull(Type.Number()),
  targetSoc: orNull(Type.Number()),
  /** At departure, as planned. */
  plannedSoc: orNull(Type.Number()),
  /** Charged so far. */
  energyWh: orNull(Type.Number()),
  /** Still missing. */
  needMinimumWh: orNull(Type.Number()),
  needFullWh: orNull(Type.Number()),
  /** At departure, as planned. */
  shortfallWh: orNull(Type.Number()),
  state: Words(['ready', 'on_track', 'at_risk', 'will_be_late', 'unknown'] as const),
  laxityHours: orNull(Type.Number()),
  minimumAt: orNull(Time),
  fullAt: orNull(Time),
  granted: orNull(Type.Number()),
  unit: orNull(Unit),
  reason: orNull(Type.String()),
  boundBy: orNull(Type.String()),
  boundByName: orNull(Type.String()),
  /** `departure`, `need`, `soc`, `battery`, `phases`: nobody said them. */
  assumed: Type.Array(Type.String()),
  /** Per block of `series` from the plan's beginning on. */
  powerW: Type.Array(Type.Number()),
})
export type PlannedVehicle = Static<typeof PlannedVehicle>

/** GET /sites/{id}/plan: what has been measured since hours, and what is planned. */
export const SitePlan = Type.Object({
  /** Null: there is no plan yet. */
  madeAt: orNull(Time),
  source: orNull(Type.String()),
  currency: orNull(Type.String()),
  /** An estimate. */
  energyCost: orNull(Type.Number()),
  peakW: orNull(Type.Number()),
  /** The highest mean of a quarter of an hour in this billing period, which the peak price counts from. */
  peakSoFar: orNull(Type.Object({ powerW: Type.Number(), at: Time, since: Time })),
  vehicles: Type.Array(PlannedVehicle),
  /** The blocks of the plan. */
  series: Type.Array(
    Type.Object({
      from: Time,
      to: Time,
      /** Per kWh, decimal text. */
      price: orNull(Type.String()),
      plannedW: orNull(Type.Number()),
      limitW: orNull(Type.Number()),
      /** Own solar power that was expected. */
      solarW: orNull(Type.Number()),
    }),
  ),
  /** What flowed at the grid connections, the last six hours, minute by minute. */
  measured: Type.Array(Type.Object({ at: Time, powerW: Type.Number() })),
})
export type SitePlan = Static<typeof SitePlan>
