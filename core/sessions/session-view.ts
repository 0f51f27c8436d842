import type { LoggedMessage, MessagePlace } from '../live/message-log.ts'
import type { SessionState, WireFamily } from './session.ts'

/** A session of any state as people see it in a list; an open one as its last readings tell. */
export type SessionView = {
  id: number
  /** Null until it is finished. */
  recordNo: number | null
  state: SessionState
  charger: { id: number; identity: string; name: string | null }
  evse: number | null
  /** Its number within the charger. */
  connector: number | null
  tokenUid: string | null
  vehicleId: string | null
  startedAt: Temporal.Instant | null
  endedAt: Temporal.Instant | null
  pluggedAt: Temporal.Instant | null
  unpluggedAt: Temporal.Instant | null
  /** Decimal text, in Wh. */
  energyWh: string
  energyMethod: string | null
  /** The last that was measured, while it is open. */
  powerW: number | null
  initialSoc: number | null
  /** The last that is known. */
  soc: number | null
  endReason: string | null
  flags: readonly string[]
  decision: string | null
  wireFamily: WireFamily
  wireId: string
  openedAt: Temporal.Instant
  lastMessageAt: Temporal.Instant
  closeDueAt: Temporal.Instant | null
  insertedAt: Temporal.Instant | null
}

export type SessionFilter = {
  /** `failed` are those that never became a record: given up, and stops whose start never came. */
  state: 'open' | 'finished' | 'failed' | null
  chargerId: number | null
  /** A card (uid or printed number), vehicle or charger (identity or name), or a part of one, whatever the case. */
  search: string | null
  /** Only those of exactly this vehicle. */
  vehicle?: string
  /** When it started: `from` inclusive, `to` exclusive. */
  from: Temporal.Instant | null
  to: Temporal.Instant | null
}

/** Where a page of sessions goes on: behind the session that was the last of the page before. */
export type SessionPlace =
  | { after: 'open'; id: number }
  | { after: 'failed'; id: number }
  | { after: 'finished'; recordNo: number; startedAt: Temporal.Instant | null }

export type SessionViews = {
  /** Open ones first, the newest first; at most one more than `limit`, which tells that there are more. */
  list(filter: SessionFilter, page: { after: SessionPlace | null; limit: number }): Promise<SessionView[]>
  /** In any order; ids that the tenant does not have are left out. */
  ofIds(ids: readonly number[]): Promise<SessionView[]>
  /** What happened at the session's charger while it ran. */
  happenings(session: SessionView): Promise<Happenings>
  /** Measured values of the session, oldest first; values of one instant are one point. */
  points(session: SessionView): Promise<ReadingPoint[]>
  /** Logged messages that belong to the session, oldest first; at most one more than `limit`. */
  messages(
    session: SessionView,
    page: { after: MessagePlace | null; limit: number },
  ): Promise<{ messages: LoggedMessage[]; hasOpening: boolean }>
}

export type ReadingPoint = {
  /** Milliseconds since 1970. */
  atMs: number
  energyWh: number | null
  powerW: number | null
  socPercent: number | null
}

/** Rows of other subjects that belong to a session by place and time. */
export type Happenings = {
  attempts: { at: Temporal.Instant; tokenUid: string; decision: string }[]
  events: { at: Temporal.Instant; type: string; trigger: string; chargingState: string | null }[]
  statuses: { at: Temporal.Instant; status: string; errorCode: string | null; info: string | null }[]
  commands: {
    at: Temporal.Instant
    id: number
    kind: string
    state: string
    reason: string | null
    requestedBy: string
  }[]
  links: { at: Temporal.Instant; connected: boolean; reason: string | null }[]
  quarantined: { at: Temporal.Instant; action: string; reason: string }[]
  flagged: { at: Temporal.Instant; flag: string }[]
}

/** Open for people: it may go on, or its end may still come. */
export function isOpen({ state }: Pick<SessionView, 'state'>): boolean {
  return state === 'pending' || state === 'active' || state === 'unknown'
}
