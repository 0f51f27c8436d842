import { sql } from 'kysely'
import type { Reservation, ReservationState } from '#core/reservations/reservation.ts'

export type ReservationRow = {
  id: number
  tenant_id: number
  charger_id: number
  identity: string
  reservation_id: number
  evse: number | null
  connector: number | null
  connector_type: string | null
  token_uid: string
  group_id: string | null
  starts_at: Temporal.Instant
  expires_at: Temporal.Instant
  state: ReservationState
  kept_by: Reservation['keptBy']
  reason: string | null
  command_id: number | null
  session_id: number | null
  renewals: number
  created_at: Temporal.Instant
  ended_at: Temporal.Instant | null
}

export const reservationColumns = `r.id, r.tenant_id, r.charger_id, c.identity, r.reservation_id, r.evse,
  r.connector, r.connector_type, r.token_uid, r.group_id, r.starts_at, r.expires_at, r.state, r.kept_by, r.reason,
  r.command_id, r.session_id, r.renewals, r.created_at, r.ended_at`

export const selectReservations = sql`select ${sql.raw(reservationColumns)}
  from reservation r join charger c on c.tenant_id = r.tenant_id and c.id = r.charger_id`

export function reservationFrom(row: ReservationRow): Reservation {
  return {
    id: row.id,
    charger: { id: row.charger_id, tenant: row.tenant_id, identity: row.identity },
    reservationId: row.reservation_id,
    evse: row.evse,
    connector: row.connector,
    connectorType: row.connector_type,
    tokenUid: row.token_uid,
    groupId: row.group_id,
    startsAt: row.starts_at,
    expiresAt: row.expires_at,
    state: row.state,
    keptBy: row.kept_by,
    reason: row.reason,
    commandId: row.command_id,
    sessionId: row.session_id,
    renewals: row.renewals,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  }
}
