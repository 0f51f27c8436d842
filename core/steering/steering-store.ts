import type { Reason } from '../dispatch/reason.ts'
import type { ReadinessState } from '../planner/readiness.ts'
import type { PlanBody } from './plan-body.ts'

/** The records of the engine, of one tenant: who steers, what was granted, what was decided and why. */
export type SteeringStore = {
  /** Grants that a charger may still be following: neither ended nor replaced by a later one that it confirmed. */
  openGrants(siteId: number): Promise<Grant[]>
  /** Newest first, those before that one; null: from the newest on. By id, since two may be of one instant. */
  rounds(siteId: number, before: number | null, limit: number): Promise<RoundSummary[]>
  /** Input and outcome as they were, as JSON text. */
  round(id: number): Promise<{ siteId: number; summary: RoundSummary; input: string; outcome: string } | null>
  /** What binds a session now, or bound it last. */
  sessionReason(sessionId: number): Promise<SessionReason | null>
  sessionReasons(siteId: number): Promise<SessionReason[]>
  /** What runs on these chargers, and how it is steered; all in one look-up. */
  runningOn(chargerIds: readonly number[]): Promise<RunningSession[]>
  /** Newest first, at most 500. */
  alarms(siteId: number | null, onlyOpen: boolean): Promise<SiteAlarm[]>
  alarm(id: number): Promise<SiteAlarm | null>
  plan(siteId: number): Promise<StoredPlan | null>
  /** Of all sites, as the list of sites shows them. */
  summaries(): Promise<SiteSummary[]>
}

/** Everything here is refused (`fence_lost`) when the fence is not the site's last one any more: another engine has taken over. */
export type SteeringWriter = {
  keepRound(fence: SiteFence, round: NewRound): Promise<number>
  /** In the order in which they are given. */
  addGrants(fence: SiteFence, grants: readonly NewGrant[]): Promise<Grant[]>
  /**
   * What became of them; one that is over stays so, whatever is said of it later. A confirmed one replaces those before
   * it at the same EVSE.
   */
  settleGrants(
    fence: SiteFence,
    settled: readonly { id: number; state: Grant['state']; commandId?: number }[],
  ): Promise<void>
  keepReasons(fence: SiteFence, reasons: readonly SessionReason[]): Promise<void>
  /** The fact that something else is said of a session's vehicle; its charger may be another node's. */
  tellReadiness(sessionId: number, said: { state: ReadinessState; departsAt: Temporal.Instant }): Promise<void>
  /** One of a kind and subject is open at a time: raising it again changes nothing; false then. */
  raiseAlarm(siteId: number, alarm: Pick<SiteAlarm, 'kind' | 'subject' | 'body'>): Promise<boolean>
  clearAlarm(siteId: number, kind: string, subject: string): Promise<boolean>
  keepPlan(fence: SiteFence, plan: Omit<StoredPlan, 'siteId'>): Promise<void>
}

/** Which engine steers a site; the number grows with every takeover. */
export type SiteFence = { siteId: number; fence: number }

export type Grant = {
  id: number
  siteId: number
  chargerId: number
  evse: number
  sessionId: number | null
  value: number
  unit: 'A' | 'W'
  /** `unanswered`: the charger may be following it or not. `replaced`: a later one was confirmed. */
  state: 'decided' | 'sent' | 'confirmed' | 'refused' | 'unanswered' | 'replaced' | 'ended'
  leaseUntil: Temporal.Instant
  fence: number
  roundId: number
  commandId: number | null
  decidedAt: Temporal.Instant
}

export type NewGrant = Pick<Grant, 'chargerId' | 'evse' | 'sessionId' | 'value' | 'unit' | 'leaseUntil' | 'roundId'>

export type RoundSummary = {
  id: number
  at: Temporal.Instant
  cause: string
  engine: string
  fence: number
  /** SHA-256 of the input, hexadecimal. */
  inputHash: string
  durationMs: number
  grants: number
  sends: number
}

/** `base`: an earlier round of the same site and day, that little differs from; without one it is stored by itself. */
export type NewRound = Omit<RoundSummary, 'id' | 'fence'> & { input: string; outcome: string; base?: RoundBase | null }

export type RoundBase = { id: number; input: string; outcome: string }

export type SessionReason = {
  sessionId: number
  siteId: number
  reason: Reason
  boundBy: string | null
  granted: number | null
  unit: 'A' | 'W'
  laxityHours: number | null
  /** Which inputs were taken for granted, as nobody said them. */
  assumed: readonly string[]
  /** Assumed ones, too; null: not known. */
  departsAt: Temporal.Instant | null
  /** By the last plan; null: none has said it. */
  readiness: ReadinessState | null
  /** Since when it is so. */
  at: Temporal.Instant
}

export type RunningSession = {
  id: number
  chargerId: number
  /** Null: nobody knows yet. */
  evse: number | null
  startedAt: Temporal.Instant | null
  /** Null: its site is not live, or the engine has not decided on it yet. */
  steering: (SessionReason & { boundByName: string | null }) | null
}

export type SiteSummary = {
  siteId: number
  chargers: number
  /** Running, of which so many get nothing for now. */
  sessions: number
  waiting: number
  openAlarms: number
  plan: { madeAt: Temporal.Instant; source: string; late: number } | null
}

export type SiteAlarm = {
  id: number
  siteId: number
  kind: string
  subject: string
  body: object
  raisedAt: Temporal.Instant
  clearedAt: Temporal.Instant | null
}

export type StoredPlan = { siteId: number; madeAt: Temporal.Instant; source: string; body: PlanBody }
