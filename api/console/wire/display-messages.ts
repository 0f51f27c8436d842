import { type Static, Type } from 'typebox'
import { orNull, Time, Words } from './parts.ts'

export const messagePriorities = ['AlwaysFront', 'InFront', 'NormalCycle'] as const
export const messageFormats = ['ASCII', 'HTML', 'URI', 'UTF8'] as const
export const messageStates = ['Charging', 'Faulted', 'Idle', 'Unavailable'] as const
export type MessagePriority = (typeof messagePriorities)[number]
export type MessageFormat = (typeof messageFormats)[number]
export type MessageState = (typeof messageStates)[number]

/** One message on a charger's display. The words are those of OCPP; a charger may use others. */
export const DisplayMessage = Type.Object({
  id: Type.Integer(),
  text: Type.String(),
  format: Type.String(),
  language: orNull(Type.String()),
  priority: Type.String(),
  /** Shown only in this state of the charger. */
  state: orNull(Type.String()),
  from: orNull(Time),
  until: orNull(Time),
  /** The session as the charger names it, when it is shown only as long as that runs. */
  wireId: orNull(Type.String()),
  /** Whether we put it there and the charger said yes, or it told us of it. */
  source: Words(['acknowledged', 'reported'] as const),
  at: Time,
})
export type DisplayMessage = Static<typeof DisplayMessage>

/** GET /chargers/{id}/display-messages */
export const DisplayMessages = Type.Object({ items: Type.Array(DisplayMessage) })
export type DisplayMessages = Static<typeof DisplayMessages>
