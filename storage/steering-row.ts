import type { Reason } from '#core/dispatch/reason.ts'
import type { Grant, RoundSummary, RunningSession, SessionReason, SiteAlarm } from '#core/steering/steering-store.ts'

export type GrantRow = {
  id: number
  location_id: number
  charger_id: number
  evse: number
  session_id: number | null
  value: number
  unit: 'A' | 'W'
  state: Grant['state']
  lease_until: Temporal.Instant
  fence: number
  round_id: number
  command_id: number | null
  decided_at: Temporal.Instant
}

export function grantFrom(row: GrantRow): Grant {
  return {
    id: row.id,
    siteId: row.location_id,
    chargerId: row.charger_id,
    evse: row.evse,
    sessionId: row.session_id,
    value: row.value,
    unit: row.unit,
    state: row.state,
    leaseUntil: row.lease_until,
    fence: row.fence,
    roundId: row.round_id,
    commandId: row.command_id,
    decidedAt: row.decided_at,
  }
}

export type RoundRow = {
  id: number
  location_id: number
  at: Temporal.Instant
  cause: string
  engine: string
  fence: number
  input_hash: Buffer
  duration_ms: number
  grants: number
  sends: number
}

export function roundFrom(row: RoundRow): RoundSummary {
  return {
    id: row.id,
    at: row.at,
    cause: row.cause,
    engine: row.engine,
    fence: row.fence,
    inputHash: row.input_hash.toString('hex'),
    durationMs: row.duration_ms,
    grants: row.grants,
    sends: row.sends,
  }
}

export type SessionReasonRow = {
  session_id: number
  location_id: number
  reason: Reason
  bound_by: string | null
  granted: number | null
  unit: 'A' | 'W'
  laxity_hours: number | null
  assumed: string[]
  departs_at: Temporal.Instant | null
  readiness: SessionReason['readiness']
  at: Temporal.Instant
}

export function sessionReasonFrom(row: SessionReasonRow): SessionReason {
  return {
    sessionId: row.session_id,
    siteId: row.location_id,
    reason: row.reason,
    boundBy: row.bound_by,
    granted: row.granted,
    unit: row.unit,
    laxityHours: row.laxity_hours,
    assumed: row.assumed,
    departsAt: row.departs_at,
    readiness: row.readiness,
    at: row.at,
  }
}

export type RunningRow = {
  id: number
  charger_id: number
  ocpp_evse: number | null
  started_at: Temporal.Instant | null
  bound_by_name: string | null
} & (SessionReasonRow | { session_id: null })

export function runningFrom(row: RunningRow): RunningSession {
  const { id, charger_id: chargerId, ocpp_evse: evse, started_at: startedAt } = row
  const steering =
    row.session_id === null ? null : { ...sessionReasonFrom(row), boundByName: row.bound_by_name ?? row.bound_by }
  return { id, chargerId, evse, startedAt, steering }
}

export type AlarmRow = {
  id: number
  location_id: number
  kind: string
  subject: string
  body: object
  raised_at: Temporal.Instant
  cleared_at: Temporal.Instant | null
}

export function alarmFrom(row: AlarmRow): SiteAlarm {
  return {
    id: row.id,
    siteId: row.location_id,
    kind: row.kind,
    subject: row.subject,
    body: row.body,
    raisedAt: row.raised_at,
    clearedAt: row.cleared_at,
  }
}
