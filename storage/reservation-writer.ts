import { type Transaction as KyselyTransaction, type RawBuilder, sql } from 'kysely'
import { foldUid } from '#core/authorization/token.ts'
import type { Reservation, ReservationWriter } from '#core/reservations/reservation.ts'
import { type ReservationRow, reservationFrom, selectReservations } from './reservation-row.ts'
import type { Schema } from './schema.ts'

/** Reservations as they are written, in one transaction. */
export function reservationWriter(trx: KyselyTransaction<Schema>, tenant: number): ReservationWriter {
  const one = async (where: RawBuilder<unknown>): Promise<Reservation | null> => {
    const { rows } = await sql<ReservationRow>`${selectReservations}
      where r.tenant_id = ${tenant} and ${where} for update of r`.execute(trx)
    return rows[0] ? reservationFrom(rows[0]) : null
  }
  return {
    async request(charger, asked, commandId) {
      const { reservationId, evse, connectorType, tokenUid, groupId, expiresAt } = asked
      await sql`
        insert into reservation (tenant_id, charger_id, reservation_id, evse, connector_type, token_uid,
            token_uid_folded, group_id, expires_at, command_id)
        values (${tenant}, ${charger.id}, ${reservationId}, ${evse}, ${connectorType}, ${tokenUid},
            ${foldUid(tokenUid)}, ${groupId}, ${expiresAt.toString()}::timestamptz, ${commandId})
        on conflict (tenant_id, charger_id, reservation_id) do update set
            evse = excluded.evse, connector_type = excluded.connector_type, token_uid = excluded.token_uid,
            token_uid_folded = excluded.token_uid_folded, group_id = excluded.group_id,
            expires_at = excluded.expires_at, command_id = excluded.command_id, state = 'requested', reason = null,
            session_id = null, renewals = 0, ended_at = null, created_at = server_time(), changed_at = server_time()
        `.execute(trx)
      return (await one(sql`r.charger_id = ${charger.id} and r.reservation_id = ${reservationId}`))!
    },
    find: (charger, reservationId) => one(sql`r.charger_id = ${charger.id} and r.reservation_id = ${reservationId}`),
    async activate({ id }) {
      await sql`update reservation set state = 'active', reason = null, changed_at = server_time()
        where tenant_id = ${tenant} and id = ${id}`.execute(trx)
      return (await one(sql`r.id = ${id}`))!
    },
    async end({ id }, state, { reason = null, sessionId = null } = {}) {
      const mayEnd =
        state === 'used' ? sql`state in ('requested', 'active', 'expired')` : sql`state in ('requested', 'active')`
      const { rows } = await sql`
        update reservation set state = ${state}, reason = ${reason}, session_id = ${sessionId},
               ended_at = server_time(), changed_at = server_time()
         where tenant_id = ${tenant} and id = ${id} and ${mayEnd} returning id`.execute(trx)
      return rows.length === 0 ? null : one(sql`r.id = ${id}`)
    },
    async renew({ id }) {
      const { rows } = await sql`update reservation set renewals = renewals + 1, changed_at = server_time()
        where tenant_id = ${tenant} and id = ${id} and state = 'active' and renewals < ${mostRenewals}
        returning id`.execute(trx)
      return rows.length > 0
    },
  }
}

// A charger that loses it again and again will not keep it.
const mostRenewals = 3
