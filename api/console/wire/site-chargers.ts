import { type Static, Type } from 'typebox'
import { Amps, Evse, Unit, Watts } from './electrical.ts'
import { closed, Id, orNull, Time, Words } from './parts.ts'

const SupplyPhases = Words(['L1', 'L2', 'L3', 'L1L2L3', 'L1L2', 'L2L3', 'L3L1', 'unknown'] as const)

/** On which lines of the supply its three phases are: R is L1, S is L2, T is L3. */
const Rotation = Words(['RST', 'RTS', 'SRT', 'STR', 'TRS', 'TSR'] as const)

const EvseMembers = {
  evse: Evse,
  kind: Words(['ac', 'dc'] as const),
  phases: SupplyPhases,
  /** Null: nobody has said. */
  rotation: orNull(Rotation),
  /** AC: per phase. */
  maxA: Amps,
  /** AC: what the cable or the connector carries; null: as much as the EVSE gives. */
  cableA: orNull(Amps),
  /** DC: what it gives at most. */
  maxW: orNull(Watts),
  /** The smallest rate that is not a pause, and the steps: A for AC, W for DC. */
  min: Type.Number({ minimum: 0 }),
  step: Type.Number({ exclusiveMinimum: 0 }),
  efficiency: Type.Number({ exclusiveMinimum: 0, maximum: 1 }),
  powerFactor: Type.Number({ exclusiveMinimum: 0, maximum: 1 }),
  standbyW: Watts,
  /** What it falls back to without us. */
  fallback: Type.Number({ minimum: 0 }),
  /** False: of a make that goes on with a grant after its end. */
  obeysLease: Type.Boolean(),
}

/** GET /sessions/{id}/steering, and within `SessionDetail`: why it gets what it gets, with the name of what binds. */
export const SessionSteering = Type.Object({
  siteId: Id,
  siteName: Type.String(),
  /** One of the reason codes of smart charging. */
  reason: Type.String(),
  boundBy: orNull(Type.String()),
  /** In people's words: the circuit and phase, the limit's author and name, the charger. */
  boundByName: orNull(Type.String()),
  granted: orNull(Type.Number()),
  unit: Unit,
  laxityHours: orNull(Type.Number()),
  assumed: Type.Array(Type.String()),
  at: Time,
})
export type SessionSteering = Static<typeof SessionSteering>

/** What one EVSE may be following now; rates are in its unit. */
export const EvseSteering = Type.Object({
  ...EvseMembers,
  unit: Unit,
  learntPhases: orNull(SupplyPhases),
  fallbackVerifiedAt: orNull(Time),
  /** What follows is null or empty while this node does not steer the site. */
  place: orNull(Words(['free', 'plugged', 'charging'] as const)),
  sessionId: orNull(Id),
  vehicle: orNull(Type.String()),
  granted: orNull(Type.Number()),
  /** The last that the charger has said yes to. */
  confirmed: orNull(Type.Number()),
  confirmedUntil: orNull(Time),
  /** In flight, or never answered. */
  pending: Type.Array(Type.Number()),
  measured: orNull(Type.Number()),
  /** The most it may be following right now: what is reserved for it. */
  cap: orNull(Type.Number()),
  reason: orNull(Type.String()),
  boundBy: orNull(Type.String()),
  boundByName: orNull(Type.String()),
  laxityHours: orNull(Type.Number()),
  departsAt: orNull(Time),
  /** When a session that waits for capacity may expect its turn. */
  startsAt: orNull(Time),
  assumed: Type.Array(Type.String()),
})
export type EvseSteering = Static<typeof EvseSteering>

export const SiteCharger = Type.Object({
  id: Id,
  identity: Type.String(),
  circuitId: Id,
  maxA: orNull(Type.Number()),
  maxW: orNull(Type.Number()),
  weight: Type.Number(),
  klass: Type.Integer(),
  online: orNull(Type.Boolean()),
  onlineSince: orNull(Time),
  /** False: back, and not yet asked what it goes by; nothing is raised meanwhile. */
  reconciled: orNull(Type.Boolean()),
  conduct: orNull(Words(['steerable', 'unsteerable', 'uncooperative', 'disobeying'] as const)),
  conductSince: orNull(Time),
  fallbackVerified: Type.Boolean(),
  evses: Type.Array(EvseSteering),
})
export type SiteCharger = Static<typeof SiteCharger>

/** PUT /circuits/{id}/chargers/{charger} (administrator; confirmed when the site is live): hangs it there. */
export const ChargerToConnect = Type.Object(
  {
    maxA: Type.Optional(orNull(Amps)),
    maxW: Type.Optional(orNull(Watts)),
    weight: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1_000 })),
    klass: Type.Optional(Type.Integer({ minimum: -100, maximum: 100 })),
    /** What is left out stays as it was, and is as the charger told or as usual when it hung nowhere. */
    evses: Type.Optional(
      Type.Array(
        Type.Object({ ...Type.Partial(Type.Omit(Type.Object(EvseMembers), ['evse'])).properties, evse: Evse }, closed),
        { maxItems: 100 },
      ),
    ),
  },
  closed,
)
export type ChargerToConnect = Static<typeof ChargerToConnect>
