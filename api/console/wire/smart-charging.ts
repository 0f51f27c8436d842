import { type Static, Type } from 'typebox'
import { closed, Id, orNull, pageOf, Switch, Time, Words } from './parts.ts'

const Evse = Type.Integer({ minimum: 1, maximum: 999 })
/** 0 is the charger as a whole. */
const Place = Type.Integer({ minimum: 0, maximum: 999 })
const Unit = Words(['A', 'W'] as const)
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

// ---- Sites: load management. A is per phase; a row's unit is A for `current` and `unbalance`, W for `power`. ----

const Phase = Words(['L1', 'L2', 'L3'] as const)
const PerPhase = Type.Object({ L1: orNull(Type.Number()), L2: orNull(Type.Number()), L3: orNull(Type.Number()) })
const Name = Type.String({ minLength: 1, maxLength: 100 })
const PublicId = Type.String({ minLength: 1, maxLength: 36 })
const Decimal = Type.String({ pattern: '^-?\\d{1,9}(\\.\\d{1,9})?$' })
const Watts = Type.Integer({ minimum: 0, maximum: 1_000_000_000 })
const Amps = Type.Number({ minimum: 0, maximum: 100_000 })

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

/** What makes a limit what it is. */
export const LimitOrigin = Type.Object({
  kind: Words([
    'rating',
    'power',
    'contract',
    'transformer',
    'unbalance',
    'meter-loss',
    'schedule',
    'external',
    'grid-operator',
    'flexibility',
    'operator',
    'thermal',
  ] as const),
  /** As `boundBy` names it. */
  id: Type.String(),
  /** Of the list of limits, when it is one. */
  limitId: orNull(Id),
  name: Type.String(),
  author: orNull(Type.String()),
  reason: orNull(Type.String()),
  from: orNull(Time),
  to: orNull(Time),
  /** Before the margin. */
  value: Type.Number(),
  unit: Unit,
  /** Its writer is silent, and its fallback counts. */
  isFallback: Type.Boolean(),
})
export type LimitOrigin = Static<typeof LimitOrigin>

/** One limit of one circuit and what is on it now. */
export const CircuitRow = Type.Object({
  id: Type.String(),
  kind: Words(['current', 'power', 'unbalance'] as const),
  phase: orNull(Phase),
  /** In force, after margins. */
  limit: Type.Number(),
  /** Drawn there and not ours to steer. */
  unmanaged: Type.Number(),
  /** What chargers may be drawing at most right now, and what is unmanaged: never above the limit by our doing. */
  committed: Type.Number(),
  /** All that flows, by the meter. */
  measured: orNull(Type.Number()),
  source: LimitOrigin,
})
export type CircuitRow = Static<typeof CircuitRow>

const MeterFields = Type.Object(
  {
    l1: orNull(Type.String({ maxLength: 200 })),
    l2: orNull(Type.String({ maxLength: 200 })),
    l3: orNull(Type.String({ maxLength: 200 })),
    power: orNull(Type.String({ maxLength: 200 })),
    at: orNull(Type.String({ maxLength: 200 })),
    /** W when it is left out. */
    powerUnit: Type.Optional(Words(['W', 'kW'] as const)),
  },
  closed,
)
const Register = orNull(
  Type.Object(
    {
      address: Type.Integer({ minimum: 0, maximum: 65_535 }),
      type: Words(['int16', 'uint16', 'int32', 'uint32', 'float32'] as const),
      scale: Type.Number(),
    },
    closed,
  ),
)
const MeterSource = Type.Union([
  Type.Object({ kind: Type.Literal('push') }, closed),
  Type.Object({ kind: Type.Literal('ocpp'), chargerId: Id, evse: Place }, closed),
  Type.Object(
    {
      kind: Type.Literal('mqtt'),
      /** `mqtt://host:1883` or `mqtts://host:8883`. */
      url: Type.String({ minLength: 1, maxLength: 500 }),
      topic: Type.String({ minLength: 1, maxLength: 500 }),
      username: orNull(Type.String({ maxLength: 200 })),
      map: MeterFields,
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('modbus'),
      host: Type.String({ minLength: 1, maxLength: 253 }),
      port: Type.Integer({ minimum: 1, maximum: 65_535 }),
      unit: Type.Integer({ minimum: 0, maximum: 255 }),
      registers: Type.Object(
        {
          table: Words(['holding', 'input'] as const),
          wordOrder: Words(['big', 'little'] as const),
          l1: Register,
          l2: Register,
          l3: Register,
          power: Register,
        },
        closed,
      ),
    },
    closed,
  ),
])

/** A meter of a circuit with what it says now. */
export const CircuitMeter = Type.Object({
  id: Id,
  circuitId: Id,
  measures: Words(['total', 'unmanaged'] as const),
  intervalSeconds: Type.Number(),
  source: MeterSource,
  /** Null while this node does not steer the site. */
  state: orNull(Words(['good', 'returning', 'silent', 'implausible', 'never'] as const)),
  why: orNull(Type.String()),
  amps: PerPhase,
  powerW: orNull(Type.Number()),
  at: orNull(Time),
})
export type CircuitMeter = Static<typeof CircuitMeter>

/** POST /circuits/{id}/meters (administrator). Password and push token are kept sealed and never shown. */
export const NewCircuitMeter = Type.Object(
  {
    measures: Words(['total', 'unmanaged'] as const),
    intervalSeconds: Type.Integer({ minimum: 1, maximum: 3_600 }),
    source: MeterSource,
    /** Of an MQTT broker. */
    password: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  },
  closed,
)
export type NewCircuitMeter = Static<typeof NewCircuitMeter>

/** Its answer: a meter that is pushed to us gets a token, which is shown this once. */
export const AddedMeter = Type.Object({ meter: CircuitMeter, pushToken: orNull(Type.String()) })
export type AddedMeter = Static<typeof AddedMeter>

/** GET /meters/{id}/history?from&to: minute by minute. */
export const MeterHistory = Type.Object({
  points: Type.Array(Type.Object({ at: Time, amps: PerPhase, powerW: orNull(Type.Number()) })),
})
export type MeterHistory = Static<typeof MeterHistory>

export const SpanQuery = Type.Object({ from: Type.Optional(Time), to: Type.Optional(Time) }, closed)

const AssumedLoad = Type.Object(
  {
    /** Local time `06:00`, until the next one. */
    from: Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }),
    amps: Type.Object({ L1: Amps, L2: Amps, L3: Amps }, closed),
  },
  closed,
)

const CircuitMembers = {
  /** Null: a grid connection. */
  parentId: orNull(Id),
  name: Name,
  phases: Type.Unsafe<1 | 3>({ type: 'integer', enum: [1, 3] }),
  wiring: Words(['star', 'delta'] as const),
  voltageV: Type.Number({ exclusiveMinimum: 0, maximum: 100_000 }),
  ratedA: orNull(Amps),
  limitW: orNull(Watts),
  contractW: orNull(Watts),
  unbalanceA: orNull(Amps),
  marginPercent: Type.Number({ minimum: 0, maximum: 100 }),
  leastMarginA: Amps,
  transformer: orNull(
    Type.Object({ primaryRatedA: Amps, turnsRatio: Type.Number({ exclusiveMinimum: 0, maximum: 1_000 }) }, closed),
  ),
  assumed: Type.Array(AssumedLoad, { maxItems: 96 }),
}

export const CircuitView = Type.Object({
  id: Id,
  publicId: Type.String(),
  ...CircuitMembers,
  etag: Type.Integer(),
  /** Empty while this node does not steer the site. */
  rows: Type.Array(CircuitRow),
  meters: Type.Array(CircuitMeter),
})
export type CircuitView = Static<typeof CircuitView>

/** POST /sites/{id}/circuits (administrator). What is left out: 3 phases, star, 230 V, margins of 3 % and 1 A. */
export const NewCircuit = Type.Object(
  { publicId: Type.Optional(PublicId), ...Type.Partial(Type.Object(CircuitMembers)).properties, name: Name },
  closed,
)
export type NewCircuit = Static<typeof NewCircuit>

/** PATCH /circuits/{id} (administrator; confirmed when the site is live). DELETE /circuits/{id} likewise. */
export const CircuitChange = Type.Partial(Type.Object(CircuitMembers), closed)
export type CircuitChange = Static<typeof CircuitChange>

const SupplyPhases = Words(['L1', 'L2', 'L3', 'L1L2L3', 'L1L2', 'L2L3', 'L3L1', 'unknown'] as const)

const EvseMembers = {
  evse: Evse,
  kind: Words(['ac', 'dc'] as const),
  phases: SupplyPhases,
  /** AC: per phase. */
  maxA: Amps,
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

/** GET /sites/{id}: circuits from the grid connections downwards; a tree by `parentId`, chargers by `circuitId`. */
export const SiteDetail = Type.Object({
  row: SiteRow,
  settings: SiteSettings,
  /** Of what the engine holds; null while this node does not steer the site. */
  at: orNull(Time),
  fence: orNull(Type.Integer()),
  circuits: Type.Array(CircuitView),
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

const LimitIntervals = Type.Array(Type.Object({ from: Time, to: orNull(Time), value: Type.Number() }))

/** What one source says of one circuit. */
export const CircuitLimit = Type.Object({
  id: Id,
  circuitId: Id,
  circuit: Type.String(),
  kind: Words(['schedule', 'external', 'grid-operator', 'flexibility', 'operator', 'thermal'] as const),
  name: Type.String(),
  unit: Unit,
  author: Type.String(),
  reason: orNull(Type.String()),
  intervals: LimitIntervals,
  writtenAt: Time,
  /** What it says now; null: nothing now. */
  valueNow: orNull(Type.Number()),
  /** Its writer has to renew it. */
  lease: orNull(
    Type.Object({
      seconds: Type.Number(),
      renewedAt: Time,
      fallback: Type.Number(),
      isLate: Type.Boolean(),
    }),
  ),
})
export type CircuitLimit = Static<typeof CircuitLimit>

/** One change of a limit: who, when, what. */
export const LimitChange = Type.Object({
  at: Time,
  author: Type.String(),
  action: Type.String(),
  subject: Type.String(),
  detail: Type.Record(Type.String(), Type.Unknown()),
})
export type LimitChange = Static<typeof LimitChange>

/** GET /sites/{id}/limits: those that say something now or later, and the last changes, newest first. */
export const CircuitLimits = Type.Object({ items: Type.Array(CircuitLimit), history: Type.Array(LimitChange) })
export type CircuitLimits = Static<typeof CircuitLimits>

/** POST /circuits/{id}/cap (operator; a value of 0 is confirmed): the operator's own limit, replacing the former one. */
export const CapToSet = Type.Object(
  {
    /** A per phase, or W. */
    value: Type.Number({ minimum: 0, maximum: 1_000_000_000 }),
    unit: Unit,
    /** Null: until it is taken back. */
    until: orNull(Time),
    reason: Type.String({ minLength: 1, maxLength: 500 }),
  },
  closed,
)
export type CapToSet = Static<typeof CapToSet>

// DELETE /circuits/{id}/cap (operator): takes it back.
// POST /sites/{id}/limits/{limit}/undo (operator; confirmed unless it is an operator's cap): as that source was one step
// before; answers LimitUndone. A cap that was withdrawn is undone by POST /circuits/{id}/cap/undo. What the grid operator
// or a flexibility contract says cannot be undone here.
export const LimitUndone = Type.Object({ limit: orNull(CircuitLimit) })

/** POST /circuits/{id}/what-if (viewer): changes nothing. */
export const WhatIf = Type.Object({ value: Type.Number({ minimum: 0, maximum: 1_000_000_000 }), unit: Unit }, closed)
export type WhatIf = Static<typeof WhatIf>

export const WhatIfAnswer = Type.Object({
  /** Of the round from which it was reckoned. */
  at: Time,
  /** Seen from now, if it stayed so; those who are late without it as well. */
  late: Type.Integer(),
  lateNow: Type.Integer(),
  sessions: Type.Array(
    Type.Object({
      sessionId: Id,
      charger: Type.String(),
      evse: Type.Integer(),
      vehicle: orNull(Type.String()),
      unit: Unit,
      granted: Type.Number(),
      /** What the chargers would be granted. */
      wouldBeGranted: Type.Number(),
      reason: Type.String(),
      boundByName: orNull(Type.String()),
      departsAt: orNull(Time),
      isLate: Type.Boolean(),
      wouldBeLate: Type.Boolean(),
    }),
  ),
})
export type WhatIfAnswer = Static<typeof WhatIfAnswer>

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
    }),
  ),
  /** What flowed at the grid connections, the last six hours, minute by minute. */
  measured: Type.Array(Type.Object({ at: Time, powerW: Type.Number() })),
})
export type SitePlan = Static<typeof SitePlan>

export const Price = Type.Object(
  {
    from: Time,
    to: Time,
    price: Decimal,
    sellPrice: orNull(Decimal),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  },
  closed,
)
/** GET /sites/{id}/prices?from&to; PUT /sites/{id}/prices (operator) replaces what is in the span that they cover. */
export const Prices = Type.Object({ items: Type.Array(Price, { maxItems: 5_000 }) }, closed)
export type Prices = Static<typeof Prices>

export const ChargingRequest = Type.Object({
  id: Id,
  source: Words(['vehicle', 'vdv463', 'iso15118', 'fleet', 'operator', 'default'] as const),
  requestId: Type.String(),
  vehicleId: orNull(Id),
  chargerId: orNull(Id),
  evse: orNull(Type.Integer()),
  sessionId: orNull(Id),
  arrivesAt: orNull(Time),
  departsAt: orNull(Time),
  soc: orNull(Type.Number()),
  minimumSoc: orNull(Type.Number()),
  targetSoc: orNull(Type.Number()),
  needMinimumWh: orNull(Type.Number()),
  needFullWh: orNull(Type.Number()),
  klass: orNull(Type.Integer()),
  precondition: orNull(Type.Object({ powerW: Type.Number(), minutes: Type.Number() })),
  confidence: Type.Number(),
  reportedAt: Time,
})
export type ChargingRequest = Static<typeof ChargingRequest>

/** GET /sites/{id}/requests */
export const ChargingRequests = Type.Object({ items: Type.Array(ChargingRequest) })
export type ChargingRequests = Static<typeof ChargingRequests>

const Soc = Type.Number({ minimum: 0, maximum: 100 })
/**
 * POST /sites/{id}/requests (operator): a departure and a target by hand, for the session that runs at this EVSE or for
 * one to come. A second one for the same place replaces the first. DELETE /sites/{id}/requests/{requestId} withdraws.
 */
export const RequestToWrite = Type.Object(
  {
    /** Without one, the place names it. */
    requestId: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    chargerId: Id,
    evse: Type.Optional(orNull(Evse)),
    arrivesAt: Type.Optional(orNull(Time)),
    departsAt: Type.Optional(orNull(Time)),
    minimumSoc: Type.Optional(orNull(Soc)),
    targetSoc: Type.Optional(orNull(Soc)),
    needMinimumWh: Type.Optional(orNull(Type.Integer({ minimum: 0, maximum: 10_000_000 }))),
    needFullWh: Type.Optional(orNull(Type.Integer({ minimum: 0, maximum: 10_000_000 }))),
    klass: Type.Optional(orNull(Type.Integer({ minimum: -1_000, maximum: 1_000 }))),
  },
  closed,
)
export type RequestToWrite = Static<typeof RequestToWrite>

export const SteeringRound = Type.Object({
  id: Id,
  at: Time,
  cause: Type.String(),
  engine: Type.String(),
  fence: Type.Integer(),
  /** SHA-256 of the input, hexadecimal. */
  inputHash: Type.String(),
  durationMs: Type.Number(),
  grants: Type.Integer(),
  sends: Type.Integer(),
})
export type SteeringRound = Static<typeof SteeringRound>

/** GET /sites/{id}/rounds?after&limit, newest first. `after` is the `next` of the page before. */
export const RoundQuery = Type.Object(
  {
    after: Type.Optional(Type.String({ pattern: '^[1-9]\\d{0,14}$' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  closed,
)
export const SteeringRounds = pageOf(SteeringRound)
export type SteeringRounds = Static<typeof SteeringRounds>

/** GET /rounds/{id}: with input and outcome as they were; GET /rounds/{id}/download is the same as a file. */
export const SteeringRoundDetail = Type.Object({
  summary: SteeringRound,
  input: Type.Unsafe<Record<string, unknown>>({}),
  outcome: Type.Unsafe<Record<string, unknown>>({}),
})
export type SteeringRoundDetail = Static<typeof SteeringRoundDetail>

export const SiteAlarm = Type.Object({
  id: Id,
  siteId: Id,
  site: Type.String(),
  kind: Type.String(),
  subject: Type.String(),
  body: Type.Record(Type.String(), Type.Unknown()),
  raisedAt: Time,
  clearedAt: orNull(Time),
})
export type SiteAlarm = Static<typeof SiteAlarm>

/** GET /site-alarms?site&open, newest first, at most 500. POST /site-alarms/{id}/clear (operator). */
export const SiteAlarmQuery = Type.Object({ site: Type.Optional(Id), open: Type.Optional(Switch) }, closed)
export const SiteAlarms = Type.Object({ items: Type.Array(SiteAlarm) })
export type SiteAlarms = Static<typeof SiteAlarms>
