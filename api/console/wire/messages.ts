import { type Static, Type } from 'typebox'
import { Message } from './chargers.ts'
import { closed, Id, orNull, Switch, Time, Words } from './parts.ts'

const filter = {
  /** A charger's id; `charger` is its identity or name, or a part of one. */
  chargerId: Type.Optional(Id),
  charger: Type.Optional(Type.String({ maxLength: 100 })),
  direction: Type.Optional(Words(['in', 'out'] as const)),
  /** One or more, with commas between them. */
  action: Type.Optional(Type.String({ maxLength: 800 })),
  /** `ok`, `error` (anything else), or one result: `timeout`, `quarantined`, an error code. */
  result: Type.Optional(Type.String({ maxLength: 64 })),
  /** With or without deviations that were tolerated. */
  repaired: Type.Optional(Switch),
  messageId: Type.Optional(Type.String({ maxLength: 100 })),
  /** Found in the call or the reply, without regard to case. */
  q: Type.Optional(Type.String({ maxLength: 200 })),
}
const span = { from: Type.Optional(Time), to: Type.Optional(Time) }

/** What the live log is narrowed to: written as an address is, in the topic `logs:<query>`. */
export const LiveMessageQuery = Type.Object(filter, closed)
export type LiveMessageQuery = Static<typeof LiveMessageQuery>

/** GET /messages.jsonl: everything that a search finds, one JSON object a line, newest first. */
export const MessageExportQuery = Type.Object({ ...filter, ...span }, closed)
export type MessageExportQuery = Static<typeof MessageExportQuery>

/**
 * GET /messages: the log of all chargers, newest first. Without `from` it goes back 24 hours, or as far as there are
 * messages when `chargerId` is given; `to` is exclusive.
 */
export const MessageSearchQuery = Type.Object(
  {
    ...filter,
    ...span,
    /** The `next` of the page before. */
    before: Type.Optional(Type.String({ maxLength: 60 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  closed,
)
export type MessageSearchQuery = Static<typeof MessageSearchQuery>

export const FoundMessage = Type.Object({
  ...Message.properties,
  charger: Type.Object({ id: Id, identity: Type.String(), name: orNull(Type.String()) }),
})
export type FoundMessage = Static<typeof FoundMessage>

export const FoundMessages = Type.Object({
  items: Type.Array(FoundMessage),
  /** A search looks at a bounded number of messages: there may be more behind `next`, even when `items` is empty. */
  next: orNull(Type.String()),
  /** How far back it looked. */
  searchedTo: Time,
})
export type FoundMessages = Static<typeof FoundMessages>

/** GET /messages/session?chargerId&transaction: the session that a charger calls so. */
export const NamedSessionQuery = Type.Object(
  { chargerId: Id, transaction: Type.String({ minLength: 1, maxLength: 36 }) },
  closed,
)
export const NamedSession = Type.Object({ sessionId: orNull(Id) })
export type NamedSession = Static<typeof NamedSession>

/** GET /commands/{id}/frames: JSON text of what went over the wire, masked; null what did not. */
export const CommandFrames = Type.Object({ request: orNull(Type.String()), reply: orNull(Type.String()) })
export type CommandFrames = Static<typeof CommandFrames>

/** GET /kept-messages: those that could not be understood or stored, newest first; with `seen` also those marked as seen. */
export const KeptMessageQuery = Type.Object(
  {
    seen: Type.Optional(Switch),
    before: Type.Optional(Id),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  },
  closed,
)
export const KeptMessage = Type.Object({
  id: Id,
  at: Time,
  charger: FoundMessage.properties.charger,
  action: Type.String(),
  /** Masked. */
  frame: Type.String(),
  /** Why it was kept aside. */
  reason: Type.String(),
  seenAt: orNull(Time),
  seenBy: orNull(Type.String()),
})
export type KeptMessage = Static<typeof KeptMessage>
export const KeptMessages = Type.Object({
  items: Type.Array(KeptMessage),
  next: orNull(Id),
  /** Not counted beyond a thousand. */
  unseen: Type.Integer(),
})
export type KeptMessages = Static<typeof KeptMessages>
