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
    async lockPlaces({ id }) {
      await sql`select from charger where tenant_id = ${tenant} and id = ${id} for no key update`.execute(trx)
    },
    async isTaken({ id }, { evse, startsAt, expiresAt, except }) {
      const { rows } = await sql`
        select from reservation where tenant_id = ${tenant} and charger_id = ${id} and evse = ${evse}
           and state in ('scheduled', 'requested', 'active') and id is distinct from ${except}::bigint
           and starts_at < ${expiresAt.toString()}::timestamptz and expires_at > ${startsAt.toString()}::timestamptz
         limit 1`.execute(trx)
      return rows.length > 0
    },
    async schedule(charger, made) {
      const { reservationId, evse, connector, connectorType, tokenUid, groupId, startsAt, expiresAt } = made
      const { rows } = await sql<{ id: number }>`
        insert into reservation (tenant_id, charger_id, reservation_id, evse, connector, connector_type, token_uid,
            token_uid_folded, group_id, starts_at, expires_at, state)
        values (${tenant}, ${charger.id}, ${reservationId}, ${evse}, ${connector}, ${connectorType}, ${tokenUid},
            ${foldUid(tokenUid)}, ${groupId}, ${startsAt.toString()}::timestamptz,
            ${expiresAt.toString()}::timestamptz, 'scheduled')
        returning id`.execute(trx)
      return (await one(sql`r.id = ${rows[0]!.id}`))!
    },
    async reschedule({ id }, { tokenUid, groupId, startsAt, expiresAt }, commandId) {
      await sql`
        update reservation set token_uid = ${tokenUid}, token_uid_folded = ${foldUid(tokenUid)}, group_id = ${groupId},
               starts_at = ${startsAt.toString()}::timestamptz, expires_at = ${expiresAt.toString()}::timestamptz,
               state = 'scheduled', kept_by = 'charger', reason = null, renewals = 0,
               command_id = coalesce(${commandId}::bigint, command_id), changed_at = server_time()
         where tenant_id = ${tenant} and id = ${id}`.execute(trx)
      return (await one(sql`r.id = ${id}`))!
    },
    mayBegin: async ({ id }) => (await one(sql`r.id = ${id}`))?.state === 'scheduled',
    async begin({ id }, commandId) {
      await sql`update reservation set state = 'requested', command_id = ${commandId}, changed_at = server_time()
        where tenant_id = ${tenant} and id = ${id}`.execute(trx)
    },
    async keep({ id }) {
      const { rows } = await sql`
        update reservation set state = 'active', kept_by = 'server', reason = null, changed_at = server_time()
         where tenant_id = ${tenant} and id = ${id} and state in ('scheduled', 'requested') returning id`.execute(trx)
      return rows.length === 0 ? null : one(sql`r.id = ${id}`)
    },
    lock: (id) => one(sql`r.id = ${id}`),
    async sessionThere({ charger, evse, tokenUid, groupId }) {
      const { rows } = await sql<{ id: number }>`
        select id from session
         where tenant_id = ${tenant} and charger_id = ${charger.id} and state = 'active' and ended_at is null
           and decision = 'accepted' and (ocpp_evse = ${evse} or ${evse}::int is null)
           and (lower(token_uid) = ${foldUid(tokenUid)} or group_id = ${groupId})
         order by id desc limit 1`.execute(trx)
      return rows[0]?.id ?? null
    },
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
            starts_at = excluded.starts_at, expires_at = excluded.expires_at, command_id = excluded.command_id,
            connector = null, kept_by = 'charger', state = 'requested', reason = null, session_id = null, renewals = 0,
            ended_at = null, created_at = server_time(), changed_at = server_time()
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
      const mayEnd = state === 'used' ? sql`state in (${open}, 'expired')` : sql`state in (${open})`
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

const open = sql.raw(`'scheduled', 'requested', 'active'`)

// A charger that loses it again and again will not keep it.
const mostRenewals = 3
