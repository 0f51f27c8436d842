import { type Kysely, sql } from 'kysely'
import type { Reservation, ReservationStore } from '#core/reservations/reservation.ts'
import { BatchedRead } from './batched-read.ts'
import { inTenant } from './in-tenant.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'
import { type ReservationRow, reservationColumns, reservationFrom, selectReservations } from './reservation-row.ts'
import type { Schema } from './schema.ts'

type OfChargers = BatchedRead<{ tenant: number; chargerId: number }, Reservation[]>

/** Reservations as doors and messages read them, of one tenant. */
export function reservationStore(db: Kysely<Schema>, tenant: number, ofChargers: OfChargers): ReservationStore {
  return {
    list: ({ chargerId, isOpen, before, limit }) =>
      inTenant(db, tenant, async (trx) => {
        const open = sql`r.state in ('requested', 'active')`
        const { rows } = await sql<ReservationRow>`${selectReservations}
          where r.tenant_id = ${tenant} and ${isOpen === null ? sql`true` : isOpen ? open : sql`not ${open}`}
            and (${chargerId}::bigint is null or r.charger_id = ${chargerId})
            and (${before}::bigint is null or r.id < ${before})
          order by r.id desc limit ${limit}`.execute(trx)
        return rows.map(reservationFrom)
      }),
    find: (id) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<ReservationRow>`${selectReservations}
          where r.tenant_id = ${tenant} and r.id = ${id}`.execute(trx)
        return rows[0] ? reservationFrom(rows[0]) : null
      }),
    ofCharger: (chargerId) => ofChargers.load({ tenant, chargerId }),
  }
}

/** What is reserved at chargers, for their messages: batched over all tenants. */
export function reservationsOfChargers(reader: PipelinedConnection): OfChargers {
  return new BatchedRead(async (keys) => {
    const { rows } = await reader.query<ReservationRow & { n: number }>(selectOfChargers, [
      keys.map((key) => key.tenant),
      keys.map((key) => key.chargerId),
    ])
    const found: Reservation[][] = keys.map(() => [])
    for (const row of rows) found[row.n - 1]!.push(reservationFrom(row))
    return found
  })
}

const selectOfChargers = {
  name: 'reservations_of_chargers',
  text: `select k.n::int, ${reservationColumns}
           from unnest($1::bigint[], $2::bigint[]) with ordinality as k(tenant_id, charger_id, n)
           join reservation r on r.tenant_id = k.tenant_id and r.charger_id = k.charger_id
           join charger c on c.id = r.charger_id
          where r.state in ('requested', 'active')
             or (r.state = 'expired' and r.ended_at > server_time() - interval '1 day')
          order by r.id`,
}

/** What has to be ended by the clock, of all tenants: what has expired, and what was never sent (Q-219). */
export async function reservationsToEnd(reader: PipelinedConnection, at: Temporal.Instant): Promise<ToEnd[]> {
  const { rows } = await reader.query<ReservationRow & { state_of_command: string | null }>(selectToEnd, [
    at.toString(),
  ])
  return rows.map((row) => ({ reservation: reservationFrom(row), unsent: row.state_of_command }))
}

/** `unsent` is how the command ended that was never sent; null when the reservation has expired. */
export type ToEnd = { reservation: Reservation; unsent: string | null }

const selectToEnd = {
  name: 'reservations_to_end',
  text: `select ${reservationColumns}, k.state as state_of_command
           from reservation r join charger c on c.id = r.charger_id
           left join lateral (
             select k.state from command k
              where k.tenant_id = r.tenant_id and k.charger_id = r.charger_id and k.kind = 'reserve'
                and (k.params->>'reservationId')::int = r.reservation_id and r.state = 'requested'
              order by k.id desc limit 1) k on k.state in ('refused', 'offline', 'expired', 'cancelled')
          where r.state in ('requested', 'active') and (r.expires_at <= $1 or k.state is not null)
          order by r.id limit 200`,
}
