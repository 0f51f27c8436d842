import { type Static, Type } from 'typebox'
import { Message } from './chargers.ts'
import { Clock } from './login.ts'
import { closed, Id, orNull, pageOf, Switch, Time, Words } from './parts.ts'
import { SessionSteering } from './site-chargers.ts'
import { SessionCost } from './tariffs.ts'

export const sessionStates = ['pending', 'active', 'finished', 'failed', 'expired', 'unknown'] as const
export const SessionState = Words(sessionStates)

export const SessionRow = Type.Object({
  id: Id,
  /** The depot API's TransactionID; null until it is finished. */
  recordNo: orNull(Id),
  state: SessionState,
  charger: Type.Object({ id: Id, identity: Type.String(), name: orNull(Type.String()) }),
  evse: orNull(Type.Integer()),
  connector: orNull(Type.Integer()),
  card: orNull(Type.String()),
  vehicle: orNull(Type.String()),
  startedAt: orNull(Time),
  endedAt: orNull(Time),
  /** Decimal text. */
  energyWh: Type.String(),
  /** While it is open. */
  powerW: orNull(Type.Number()),
  initialSoc: orNull(Type.Number()),
  /** The last that is known. */
  soc: orNull(Type.Number()),
  endReason: orNull(Type.String()),
  flags: Type.Array(Type.String()),
})
export type SessionRow = Static<typeof SessionRow>

/** `q` is a card (uid or printed number), vehicle or charger (identity or name), or a part of one; `to` is exclusive. */
const filter = {
  state: Type.Optional(Words(['open', 'finished', 'failed'] as const)),
  charger: Type.Optional(Id),
  /** Exactly this one. */
  vehicle: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  q: Type.Optional(Type.String({ maxLength: 100 })),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
}
export const SessionFilterQuery = Type.Object(filter, closed)
/** GET /sessions, open ones first. `after` is the `next` of the page before. */
export const SessionQuery = Type.Object(
  {
    ...filter,
    after: Type.Optional(Type.String({ maxLength: 100 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  closed,
)
/** GET /sessions.csv; `excel` is for double clicks: semicolons, and a byte order mark. */
export const SessionExportQuery = Type.Object({ ...filter, excel: Type.Optional(Switch) }, closed)
export type SessionQuery = Static<typeof SessionQuery>
export const Sessions = pageOf(SessionRow)
export type Sessions = Static<typeof Sessions>

/** GET /sessions/{id} */
export const SessionDetail = Type.Object({
  row: SessionRow,
  cursor: Type.String(),
  clock: Clock,
  /** The answer that the charger got when the card was shown. */
  decision: orNull(Type.String()),
  wireFamily: Words(['1.6', '2'] as const),
  wireId: Type.String(),
  pluggedAt: orNull(Time),
  unpluggedAt: orNull(Time),
  energyMethod: orNull(Type.String()),
  lastMessageAt: Time,
  /** When it will be closed by itself. */
  closeDueAt: orNull(Time),
  insertedAt: orNull(Time),
  /** What happened, oldest first. */
  timeline: Type.Array(
    Type.Object({
      at: Time,
      kind: Type.String(),
      /** Details by name, as text. */
      detail: Type.Record(Type.String(), Type.String()),
    }),
  ),
  /** Null when no tariff applies. */
  cost: orNull(SessionCost),
  /** What it is granted and why; null when its charger belongs to no site that is steered. */
  steering: orNull(SessionSteering),
  /** Why it ended: by whom, and the reason as it was reported; null while it is open. */
  ending: orNull(
    Type.Object({
      by: Words(['vehicle', 'driver', 'operator', 'charger', 'server', 'unknown'] as const),
      reason: orNull(Type.String()),
    }),
  ),
})
export type SessionDetail = Static<typeof SessionDetail>

/** GET /sessions/{id}/readings: at most 2 000 points, evenly thinned. */
export const Readings = Type.Object({
  points: Type.Array(
    Type.Object({
      at: Time,
      energyWh: orNull(Type.Number()),
      powerW: orNull(Type.Number()),
      socPercent: orNull(Type.Number()),
    }),
  ),
})
export type Readings = Static<typeof Readings>

/** GET /sessions/{id}/messages: its conversation, oldest first. `after` is the `next` of the page before. */
export const ConversationQuery = Type.Object(
  {
    after: Type.Optional(Type.String({ maxLength: 60 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  },
  closed,
)
/** `complete` when the message that opened the session is still kept. */
export const Conversation = Type.Object({ ...pageOf(Message).properties, complete: Type.Boolean() })
export type Conversation = Static<typeof Conversation>
