import { type Static, Type } from 'typebox'
import { closed, Id, orNull, Time, Words } from './parts.ts'

const Amount = Type.String({ maxLength: 20 })

const Conditions = Type.Object(
  {
    /** `06:30`, local time of the charger; `toTime` is exclusive, a span over midnight is meant so. */
    fromTime: Type.Optional(Type.String({ maxLength: 5 })),
    toTime: Type.Optional(Type.String({ maxLength: 5 })),
    /** 1 is Monday. */
    days: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { maxItems: 7 })),
    fromDate: Type.Optional(Type.String({ maxLength: 10 })),
    toDate: Type.Optional(Type.String({ maxLength: 10 })),
    fromKwh: Type.Optional(Amount),
    toKwh: Type.Optional(Amount),
  },
  closed,
)

const Rates = Type.Array(Type.Object({ price: Amount, when: Type.Optional(Conditions) }, closed), { maxItems: 50 })

/** POST /tariffs. Amounts are decimal text without tax; the first rate whose conditions hold counts. */
export const NewTariff = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    currency: Type.String({ maxLength: 3 }),
    taxPercent: Type.Optional(Amount),
    /** Per kWh. */
    energy: Type.Optional(Rates),
    /** Per hour. */
    chargingTime: Type.Optional(Rates),
    idleTime: Type.Optional(Rates),
    /** Per session. */
    fixedFee: Type.Optional(Rates),
    minimum: Type.Optional(orNull(Amount)),
    maximum: Type.Optional(orNull(Amount)),
  },
  closed,
)

export const Tariff = Type.Object({
  id: Id,
  /** The hash of its content, which chargers know it by. */
  tariffId: Type.String(),
  name: Type.String(),
  currency: Type.String(),
  taxPercent: Type.String(),
  energy: Rates,
  chargingTime: Rates,
  idleTime: Rates,
  fixedFee: Rates,
  minimum: orNull(Type.String()),
  maximum: orNull(Type.String()),
  createdAt: Time,
  retiredAt: orNull(Time),
})
export type Tariff = Static<typeof Tariff>

const Limits = Type.Object(
  {
    maxCost: Type.Optional(Type.String({ pattern: '^\\d{1,7}(\\.\\d{1,4})?$' })),
    maxEnergyWh: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000 })),
    maxSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000_000 })),
    maxSoc: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  },
  closed,
)

/** POST /tariff-assignments: for a charger, one of its EVSEs, a card, or with none of them for everything. */
export const NewTariffAssignment = Type.Object(
  {
    tariff: Id,
    charger: Type.Optional(orNull(Id)),
    evse: Type.Optional(orNull(Type.Integer({ minimum: 1, maximum: 999 }))),
    card: Type.Optional(orNull(Type.String({ minLength: 1, maxLength: 255 }))),
    limits: Type.Optional(Limits),
    /** Paid beforehand: the charger asks anew each time. */
    prepaid: Type.Optional(Type.Boolean()),
  },
  closed,
)

export const TariffAssignment = Type.Object({
  id: Id,
  tariff: Id,
  tariffName: Type.String(),
  place: Words(['tenant', 'charger', 'evse', 'token'] as const),
  charger: orNull(Type.String()),
  evse: orNull(Type.Integer()),
  card: orNull(Type.String()),
  limits: Limits,
  prepaid: Type.Boolean(),
  assignedAt: Time,
})
export type TariffAssignment = Static<typeof TariffAssignment>

/** GET /tariffs: at most a thousand of each, the newest first; retired tariffs too, ended assignments not. */
export const Tariffs = Type.Object({ tariffs: Type.Array(Tariff), assignments: Type.Array(TariffAssignment) })
export type Tariffs = Static<typeof Tariffs>

/** What a session costs; within `SessionDetail`. Amounts are decimal text. */
export const SessionCost = Type.Object({
  tariff: Id,
  tariffName: Type.String(),
  tariffChanged: Type.Boolean(),
  /** The session has ended. */
  isFinal: Type.Boolean(),
  currency: Type.String(),
  exclTax: Type.String(),
  inclTax: Type.String(),
  lines: Type.Array(Type.Object({ kind: Type.String(), exclTax: Type.String() })),
  /** What the charger reckoned itself; null when it did not. */
  chargersOwn: orNull(Type.String()),
  differs: Type.Boolean(),
})
export type SessionCost = Static<typeof SessionCost>
