import type { Decision } from '../authorization/token.ts'
import type { SessionEvidence } from './evidence.ts'
import type { SessionRecord } from './record.ts'

/**
 * A charging session, from the first sign of it to its final record.
 *
 * What the charger's messages say is kept as evidence, which does not depend on the order or number of their
 * arrivals; the record is derived from it (`recordOf`), so that repeats and late messages end in the same record.
 */
export type Session = {
  id: number
  evse: number | null
  connector: number | null
  /** Ours in 1.6, the charger's in 2.x; unique per charger, family and epoch. */
  wireFamily: WireFamily
  wireId: string
  epoch: number
  state: SessionState
  /** 1.6: tells a repeated start from a new one. */
  startKey: Buffer | null
  token: SessionToken | null
  /** The answer that the charger got when it presented the token first. */
  decision: Decision | null
  evidence: SessionEvidence
  record: SessionRecord
  openedAt: Temporal.Instant
  lastMessageAt: Temporal.Instant
  /** When the server closes it by itself unless the charger does. */
  closeDueAt: Temporal.Instant | null
  /** Counts the stored versions; 0 has not been stored yet. */
  version: number
  /** Set once its record has a number: it can change no more than its record's contents. */
  published: boolean
}

export type WireFamily = '1.6' | '2'

export type SessionState = 'pending' | 'active' | 'finished' | 'failed' | 'expired' | 'unknown'

/** The token as it was when presented; it keeps its vehicle and group whatever becomes of the token later. */
export type SessionToken = {
  uid: string
  type: string
  tokenId: number | null
  vehicleId: string | null
  groupId: string | null
}

/** One finished session, as the doors show it; its times in milliseconds since 1970, because lists are long. */
export type FinishedSession = {
  recordNo: number
  charger: string
  connector: number
  startedMs: number
  endedMs: number
  pluggedMs: number | null
  unpluggedMs: number | null
  initialSoc: number | null
  endSoc: number | null
  vehicleId: string | null
  tokenUid: string | null
  /** Decimal text, in Wh. */
  energyWh: string
  endReason: string | null
  insertedMs: number
}
