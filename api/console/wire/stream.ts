import type { Static } from 'typebox'
import { Type } from 'typebox'
import { ChargerRow, CommandView, LoadPoint, Message } from './chargers.ts'
import { Clock } from './login.ts'
import { FoundMessage } from './messages.ts'
import { closed, Id, orNull, Time } from './parts.ts'
import { SessionRow } from './sessions.ts'

/**
 * GET /stream?topics=board,sessions,charger:12&since=<cursor>, as server-sent events.
 *
 * Topics: `board` (all chargers, load), `sessions` (all sessions), `charger:<id>` (its commands and readings),
 * `log:<id>` (its messages), `logs:<query>` (messages of all chargers, narrowed as in GET /messages), `session:<id>`. Every event has an id, the cursor: a reconnect with `Last-Event-ID`, or
 * with `since`, gets what it missed; when that is no longer known, `reset` comes first and everything has to be read
 * anew. Changes are gathered for a quarter of a second, the last of each row wins.
 */
export const StreamQuery = Type.Object(
  {
    topics: Type.String({ minLength: 1, maxLength: 4_000 }),
    since: Type.Optional(Type.String({ maxLength: 60 })),
  },
  closed,
)

/** What the stream's events carry, by their name. */
export const StreamEvents = {
  /** First on every connection, and every ten seconds: the stream is alive. */
  tick: Type.Object({ clock: Clock }),
  /** What happened since the cursor is not known any more: read everything again. */
  reset: Type.Object({}),
  /** Rows that changed, each whole; `removed` are charger ids. */
  board: Type.Object({ chargers: Type.Array(ChargerRow), removed: Type.Array(Id) }),
  load: LoadPoint,
  sessions: Type.Object({ sessions: Type.Array(SessionRow) }),
  commands: Type.Object({ commands: Type.Array(CommandView) }),
  readings: Type.Object({
    chargerId: Id,
    readings: Type.Array(
      Type.Object({
        evse: Type.Integer(),
        sessionId: orNull(Id),
        at: Time,
        powerW: orNull(Type.Number()),
        energyWh: orNull(Type.Number()),
        socPercent: orNull(Type.Number()),
      }),
    ),
  }),
  /** `missed` counts messages that were left out, because the browser could not keep up. */
  messages: Type.Object({ chargerId: Id, messages: Type.Array(Message), missed: Type.Integer() }),
  /** Messages of all chargers, for the topic `logs:<query>` that is named as it was written. */
  log: Type.Object({ topic: Type.String(), messages: Type.Array(FoundMessage), missed: Type.Integer() }),
}
export type StreamEvents = { [K in keyof typeof StreamEvents]: Static<(typeof StreamEvents)[K]> }
