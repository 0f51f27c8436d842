import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { Evse } from '../evse.ts'
import type { Session } from '../session.ts'
import type { MakeVariable } from './device-model.ts'
import type { AnyAnswer, World201 } from './messages.ts'
import type { Monitor } from './monitors.ts'
import type { Refusal } from './refusals.ts'

/** What a later version says and answers more, or otherwise, than 2.0.1. */
export type Additions = {
  answers: Record<string, AnyAnswer>
  refusals: Record<string, Refusal>
  variables: readonly MakeVariable[]
  longestPassword: number
  /** Belongs to a signing request, too. */
  signingOrder?(): object
  /** Tells the state of a connector; without it StatusNotification does. */
  statusMessage?(world: World201, evse: Evse): { action: string; payload: object }
  /** Belongs to an event of a transaction, too. */
  eventMore?(session: Session, payload: ocpp.TransactionEventRequest): Partial<ocpp.TransactionEventRequest>
  onEventAnswered?(session: Session, answer: object): void
  onAuthorized?(card: string, answer: object): void
  onConnected?(wasBooted: boolean): void
  /** Something changed at an EVSE with a session: energy, battery, state. */
  onProgress?(session: Session, evse: Evse): void
  onSessionStarted?(session: Session, evse: Evse): void
  /** The meter has its last value; the event comes next. */
  onSessionEnding?(session: Session, evse: Evse): void
  onSessionEnded?(session: Session, evse: Evse): void
  onMonitorSet?(monitor: Monitor, asked: object): void
  onMonitorCleared?(monitor: Monitor): void
}

export const noAdditions: Additions = { answers: {}, refusals: {}, variables: [], longestPassword: 40 }
