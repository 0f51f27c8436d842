import type { Decision } from '#core/authorization/token.ts'
import { emptyEvidence, type SessionEvidence } from '#core/sessions/evidence.ts'
import { recordOf } from '#core/sessions/record.ts'
import type { Session, SessionState, WireFamily } from '#core/sessions/session.ts'

/** A stored session as the OCPP side reads it: the record is derived anew from the evidence. */
export type SessionColumns = {
  id: number
  ocpp_evse: number | null
  connector: number | null
  wire_family: WireFamily
  wire_id: string
  epoch: number
  state: SessionState
  start_key: Buffer | null
  token_uid: string | null
  token_type: string | null
  token_id: number | null
  vehicle_public_id: string | null
  group_id: string | null
  decision: Decision | null
  evidence: Partial<SessionEvidence>
  opened_at: Temporal.Instant
  last_message_at: Temporal.Instant
  close_due_at: Temporal.Instant | null
  version: number
  record_no: number | null
}

export const sessionColumns = `id, ocpp_evse, connector, wire_family, wire_id, epoch, state, start_key, token_uid,
  token_type, token_id, vehicle_public_id, group_id, decision, evidence, opened_at, last_message_at, close_due_at,
  version, record_no`

const nothingSaid = Object.entries(emptyEvidence()).map(([name, value]) => [name, JSON.stringify(value)] as const)

/** Evidence as it is stored: what says nothing is left out, which is most of it while a session begins. */
export function evidenceText(evidence: SessionEvidence): string {
  const parts: string[] = []
  for (const [name, nothing] of nothingSaid) {
    const text = JSON.stringify(evidence[name as keyof SessionEvidence])
    if (text !== nothing) parts.push(`"${name}":${text}`)
  }
  return `{${parts.join(',')}}`
}

export function sessionFrom(row: SessionColumns): Session {
  const evidence: SessionEvidence = { ...emptyEvidence(), ...row.evidence }
  return {
    id: row.id,
    evse: row.ocpp_evse,
    connector: row.connector,
    wireFamily: row.wire_family,
    wireId: row.wire_id,
    epoch: row.epoch,
    state: row.state,
    startKey: row.start_key,
    token:
      row.token_uid === null
        ? null
        : {
            uid: row.token_uid,
            type: row.token_type ?? '',
            tokenId: row.token_id,
            vehicleId: row.vehicle_public_id,
            groupId: row.group_id,
          },
    decision: row.decision,
    evidence,
    record: recordOf(evidence),
    openedAt: row.opened_at,
    lastMessageAt: row.last_message_at,
    closeDueAt: row.close_due_at,
    version: row.version,
    published: row.record_no !== null,
  }
}
