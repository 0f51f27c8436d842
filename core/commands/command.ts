import type { ChargerRef } from '../context.ts'

/** What an operator can ask of a charger, whatever OCPP version it speaks. */
export type CommandRequest =
  | { kind: 'start'; evse: number | null; tokenUid: string }
  /** Without a session's number, the only one that runs on the EVSE, or on the charger. */
  | { kind: 'stop'; sessionId: number | null; evse: number | null }
  | { kind: 'reset'; mode: 'soft' | 'hard' }
  | { kind: 'unlock'; connector: number }
  /** Of one connector, or of the whole charger: whether it may be used. */
  | { kind: 'availability'; operative: boolean; connector: number | null }
  | { kind: 'trigger'; message: TriggerableMessage; connector: number | null }

export type TriggerableMessage = 'BootNotification' | 'Heartbeat' | 'MeterValues' | 'StatusNotification'

/**
 * A request to a charger as a durable row. It always ends in a state that its caller can read:
 * everything but `queued` and `sent` is final.
 */
export type Command = {
  id: number
  charger: ChargerRef
  request: CommandRequest
  state: CommandState
  /** Why it was refused, or what the charger answered. */
  reason: string | null
  createdAt: Temporal.Instant
  deadlineAt: Temporal.Instant
  sentAt: Temporal.Instant | null
  endedAt: Temporal.Instant | null
  /** The name of whoever asked, and the door they came in by. */
  requestedBy: string
  door: string
}

export type CommandState =
  | 'queued'
  | 'sent'
  | 'accepted'
  | 'refused'
  | 'timed_out'
  | 'expired'
  | 'cancelled'
  | 'offline'

export type CommandStore = {
  find(id: number): Promise<Command | null>
  /** A charger's commands, newest first. */
  list(chargerId: number, limit: number): Promise<Command[]>
  /** Those of these ids, and all that are newer than `after`, oldest first; at most a thousand. */
  changed(after: number, ids: readonly number[]): Promise<Command[]>
  /** The id of the newest; 0 while there is none. */
  newest(): Promise<number>
}

export type CommandWriter = {
  add(charger: ChargerRef, request: CommandRequest, deadlineAt: Temporal.Instant): Promise<Command>
  /** Ends a command that was not sent yet; false when it was. */
  end(id: number, state: 'offline' | 'cancelled' | 'expired', reason: string | null): Promise<boolean>
}
