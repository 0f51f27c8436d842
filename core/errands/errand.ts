import type { ChargerRef } from '../context.ts'

/**
 * What a charger goes on with after it has answered our call: it installs firmware, uploads a log, sends a report in
 * parts. An errand always ends: by the charger's word, or by its deadline.
 */
export type Errand = {
  id: number
  chargerId: number
  kind: ErrandKind
  /** How the charger names it; null when its version has no such number. */
  requestId: number | null
  state: ErrandState
  /** The charger's last word on it, as it was spelled. */
  progress: string | null
  commandId: number | null
  campaignId: number | null
  /** What was asked for, without secrets. */
  asked: Record<string, unknown>
  result: Record<string, unknown> | null
  createdAt: Temporal.Instant
  progressedAt: Temporal.Instant | null
  deadlineAt: Temporal.Instant
  endedAt: Temporal.Instant | null
}

export type ErrandState = 'open' | 'done' | 'failed' | 'expired' | 'cancelled'

export type ErrandKind =
  | 'certificate'
  | 'charging-profiles'
  | 'customer-information'
  | 'der-report'
  | 'diagnostics'
  | 'display-messages'
  | 'firmware'
  | 'log'
  | 'monitoring-report'
  | 'provisioning'
  | 'publish-firmware'
  | 'remote-start'
  | 'report'
  | 'security-profile'

export type ErrandStep = { at: Temporal.Instant; progress: string; detail: string | null }

export type ErrandPart = { seqNo: number; isLast: boolean; body: unknown }

export type NewErrand = Pick<Errand, 'kind'> &
  Partial<Pick<Errand, 'requestId' | 'commandId' | 'campaignId' | 'asked'>> & { deadlineAt: Temporal.Instant }

export type ErrandStore = {
  find(id: number): Promise<Errand | null>
  /** A charger's errands, newest first, of one kind or all. */
  list(chargerId: number, options: { kind?: ErrandKind; limit: number }): Promise<Errand[]>
  steps(id: number): Promise<ErrandStep[]>
}

export type ErrandWriter = {
  open(charger: ChargerRef, errand: NewErrand): Promise<Errand>
  /** The one that a charger means: by its number, or without one the newest that is open (J-01). Locked until the end of the transaction. */
  find(charger: ChargerRef, kind: ErrandKind, requestId: number | null): Promise<Errand | null>
  byId(id: number): Promise<Errand | null>
  /** Oldest first. */
  openOnes(charger: ChargerRef, kind: ErrandKind): Promise<Errand[]>
  /** Adds a step, and tells the errand's progress by it; the same word twice in a row is one step. Moves the deadline when one is given. */
  progress(
    errand: Errand,
    step: { progress: string; detail?: string | null; deadlineAt?: Temporal.Instant },
  ): Promise<void>
  /** False when it had ended already. */
  end(errand: Errand, state: Exclude<ErrandState, 'open'>, result?: Record<string, unknown> | null): Promise<boolean>
  /** Keeps a part of a report; one that is there already is left as it is. */
  addPart(errand: Errand, part: ErrandPart): Promise<void>
  /** Which parts there are, without what they say. */
  partNumbers(errand: Errand): Promise<Omit<ErrandPart, 'body'>[]>
  /** What all parts say, in their order. */
  bodies(errand: Errand): Promise<unknown[]>
}
