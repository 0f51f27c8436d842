import { type Static, Type } from 'typebox'
import { Evse, Place, Unit } from './electrical.ts'
import { closed, Id, orNull, Time, Words } from './parts.ts'

const Purpose = Words(['max', 'default', 'transaction', 'external', 'local-generation', 'priority'] as const)

/** POST /chargers/{id}/limit: amperes per phase, or watts. 0 is a pause, and is confirmed. */
export const LimitToSet = Type.Object(
  {
    /** Without one, the whole charger. */
    evse: Type.Optional(orNull(Evse)),
    limitA: Type.Optional(orNull(Type.Number({ minimum: 0, maximum: 2_000, multipleOf: 0.1 }))),
    limitW: Type.Optional(orNull(Type.Number({ minimum: 0, maximum: 10_000_000 }))),
    /** Without one, until it is taken back. */
    durationSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_592_000 })),
  },
  closed,
)
export type LimitToSet = Static<typeof LimitToSet>

/** POST /chargers/{id}/limit/clear: of one EVSE, or of the whole charger and all its EVSEs. */
export const LimitToClear = Type.Object({ evse: Type.Optional(orNull(Evse)) }, closed)

export const ProfilePeriod = Type.Object({
  startSeconds: Type.Number(),
  /** Null where nothing limits, or only a setpoint is given. */
  limit: orNull(Type.Number()),
  phases: orNull(Type.Number()),
  setpoint: orNull(Type.Number()),
  dischargeLimit: orNull(Type.Number()),
})

export const ChargingProfile = Type.Object({
  id: Type.Integer(),
  evse: Type.Integer(),
  purpose: Purpose,
  kind: Words(['absolute', 'recurring', 'relative', 'dynamic'] as const),
  stackLevel: Type.Integer(),
  recurrence: orNull(Words(['daily', 'weekly'] as const)),
  validFrom: orNull(Type.String()),
  validTo: orNull(Type.String()),
  /** The wire id of its session. */
  wireId: orNull(Type.String()),
  /** The first of its schedules. */
  unit: orNull(Unit),
  startsAt: orNull(Type.String()),
  durationSeconds: orNull(Type.Number()),
  periods: Type.Array(ProfilePeriod),
  /** The charger has said yes to it or told of it; it shall have it; both. */
  isInstalled: Type.Boolean(),
  isDesired: Type.Boolean(),
  /** The EVSE whose limit it says, 0 for the whole charger; null when it is no limit of an operator. */
  limitOf: orNull(Type.Integer()),
  at: Time,
})
export type ChargingProfile = Static<typeof ChargingProfile>

/** What somebody else than us limits. */
export const LimitFromOutside = Type.Object({
  source: Type.String(),
  evse: orNull(Type.Integer()),
  isGridCritical: Type.Boolean(),
  at: Time,
})
export type LimitFromOutside = Static<typeof LimitFromOutside>

/** GET /chargers/{id}/charging-profiles */
export const ChargingProfiles = Type.Object({
  items: Type.Array(ChargingProfile),
  fromOutside: Type.Array(LimitFromOutside),
})
export type ChargingProfiles = Static<typeof ChargingProfiles>

/** POST /chargers/{id}/charging-profiles/clear: one by its id, or all that meet what is named. Confirmed: it may raise the power. */
export const ProfilesToClear = Type.Object(
  {
    id: Type.Optional(orNull(Id)),
    evse: Type.Optional(orNull(Place)),
    purpose: Type.Optional(orNull(Words(['max', 'default', 'transaction', 'local-generation', 'priority'] as const))),
    stackLevel: Type.Optional(orNull(Type.Integer({ minimum: 0, maximum: 1_000 }))),
  },
  closed,
)

/** GET /chargers/{id}/composite-schedule?evse&durationSeconds&unit: what we reckon that the charger may give. */
export const CompositeQuery = Type.Object(
  {
    evse: Type.Optional(Place),
    durationSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 604_800 })),
    unit: Type.Optional(Unit),
  },
  closed,
)

/** POST /chargers/{id}/composite-schedule: asks the charger what it reckons; the answer is the command's. */
export const CompositeToAsk = Type.Object(
  {
    evse: Place,
    durationSeconds: Type.Integer({ minimum: 1, maximum: 604_800 }),
    unit: Type.Optional(orNull(Unit)),
  },
  closed,
)

export const CompositeSchedule = Type.Object({
  evse: Type.Integer(),
  from: Time,
  durationSeconds: Type.Integer(),
  unit: Unit,
  periods: Type.Array(ProfilePeriod),
})
export type CompositeSchedule = Static<typeof CompositeSchedule>
