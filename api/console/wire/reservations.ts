import { type Static, Type } from 'typebox'
import { closed, Id, orNull, Switch, Time, Words } from './parts.ts'

export const reservationStates = [
  'scheduled',
  'requested',
  'active',
  'used',
  'expired',
  'cancelled',
  'rejected',
  'removed',
] as const

/** An EVSE that is kept free for a card. `scheduled`, `requested` and `active` ones count, every other state is final. */
export const Reservation = Type.Object({
  id: Id,
  chargerId: Id,
  charger: Type.String(),
  /** As the charger knows it. */
  reservationId: Type.Integer(),
  /** Null is any of the charger's. */
  evse: orNull(Type.Integer()),
  connectorType: orNull(Type.String()),
  card: Type.String(),
  group: orNull(Type.String()),
  startsAt: Time,
  expiresAt: Time,
  state: Words(reservationStates),
  /** The server does so by refusing other cards, where the charger has no reservations. */
  keptBy: Words(['charger', 'server']),
  /** Why it ended, or what the charger answered. */
  reason: orNull(Type.String()),
  /** The session that used it. */
  sessionId: orNull(Id),
  createdAt: Time,
  endedAt: orNull(Time),
})
export type Reservation = Static<typeof Reservation>

/** GET /reservations?charger&open&after&limit, newest first. */
export const ReservationQuery = Type.Object(
  {
    charger: Type.Optional(Id),
    /** Only those that count, or only those that do not. */
    open: Type.Optional(Switch),
    after: Type.Optional(Type.String({ maxLength: 20, pattern: '^\\d{1,15}$' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  closed,
)
export const Reservations = Type.Object({ items: Type.Array(Reservation), next: orNull(Type.String()) })
export type Reservations = Static<typeof Reservations>

/** POST /chargers/{id}/reservations: answered as soon as it is written down, and the charger asked when it begins now. */
export const NewReservation = Type.Object(
  {
    evse: orNull(Type.Integer({ minimum: 1, maximum: 999 })),
    card: Type.String({ minLength: 1, maxLength: 36 }),
    /** Without it, the group that the card is in. */
    group: Type.Optional(orNull(Type.String({ minLength: 1, maxLength: 36 }))),
    /** Without it, now. */
    startsAt: Type.Optional(orNull(Time)),
    expiresAt: Time,
    /** OCPP 2.x only, such as cType2 or cCCS2. */
    connectorType: Type.Optional(orNull(Type.String({ minLength: 1, maxLength: 20 }))),
  },
  closed,
)
export type NewReservation = Static<typeof NewReservation>
