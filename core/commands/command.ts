import type { ChargerRef } from '../context.ts'
import type { CommandRequest } from './requests.ts'

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
  /** Waits for a charger that is away. */
  waits: boolean
  /** How often it was sent. */
  attempts: number
  /** The OCPP action that was sent; null before. */
  action: string | null
  /** What the charger answered, in its own words; null when it did not, or with an error. */
  response: object | null
  /** The error it answered with, or the one that kept the command from being sent. */
  error: CommandError | null
}

export type CommandError = { code: string; description: string; details: object }

/** A command with the frames that went over the wire, as the message log keeps them: masked. */
export type CommandFrames = { request: string | null; reply: string | null }

/** How a command ended, as it is stored. */
export type CommandOutcome = CommandFrames &
  Pick<Command, 'state' | 'reason' | 'action' | 'response' | 'error'> & {
    /** What was asked without its secrets; null when there were none. */
    params: object | null
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
  frames(id: number): Promise<CommandFrames | null>
  /** A charger's commands, newest first. */
  list(chargerId: number, limit: number): Promise<Command[]>
  /** Those of these ids, and all that are newer than `after`, oldest first; at most a thousand. */
  changed(after: number, ids: readonly number[]): Promise<Command[]>
  /** The id of the newest; 0 while there is none. */
  newest(): Promise<number>
}

export type CommandWriter = {
  add(charger: ChargerRef, request: CommandRequest, deadlineAt: Temporal.Instant, how?: HowToSend): Promise<Command>
  /** Many at once, in this order. */
  addAll(orders: readonly Order[]): Promise<Command[]>
  /** Ends a command that was not sent yet; false when it was. */
  end(id: number, state: 'offline' | 'cancelled' | 'expired', reason: string | null): Promise<boolean>
  /** What became known of a command that has ended: a late yes, or that nothing came of it. */
  amend(id: number, what: { state?: 'accepted'; reason: string }): Promise<void>
  /** A request id that no other request to any charger has. */
  nextRequestId(): Promise<number>
}

export type Order = { charger: ChargerRef; request: CommandRequest; deadlineAt: Temporal.Instant }

export type HowToSend = {
  /** Until its deadline, for a charger that is away. */
  waits?: boolean
  /** Not before this. */
  notBefore?: Temporal.Instant
  /** Goes on with what did not fit into this one, on behalf of whoever asked for it. */
  follows?: Command
}
