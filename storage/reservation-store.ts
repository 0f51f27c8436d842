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
        const open = sql`r.state in ('scheduled', 'requested', 'active')`
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
    findByNumber: (reservationId) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<ReservationRow>`${selectReservations}
          where r.tenant_id = ${tenant} and r.reservation_id = ${reservationId} order by r.id desc limit 1`.execute(trx)
        return rows[0] ? reservationFrom(rows[0]) : null
      }),
    ofConnector: ({ chargerId, evse, connector }, { from, to, skip, limit }) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<ReservationRow>`${selectReservations}
          where r.tenant_id = ${tenant} and r.charger_id = ${chargerId}
            and (r.evse is null or r.evse = ${evse}) and (r.connector is null or r.connector = ${connector})
            ${from ? sql`and r.expires_at > ${from.toString()}::timestamptz` : sql``}
            ${to ? sql`and r.starts_at <= ${to.toString()}::timestamptz` : sql``}
          order by r.starts_at desc, r.id desc offset ${skip} limit ${limit}`.execute(trx)
        return rows.map(reservationFrom)
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

// In two parts, so that each finds its few rows however many the charger has had.
const selectOfChargers = {
  name: 'reservations_of_chargers',
  text: `select k.n::int, ${reservationColumns}
           from unnest($1::bigint[], $2::bigint[]) with ordinality as k(tenant_id, charger_id, n)
          cross join lateral (
            select o.* from reservation o
             where o.tenant_id = k.tenant_id and o.charger_id = k.charger_id and o.state in ('requested', 'active')
             union all
            select o.* from reservation o
             where o.tenant_id = k.tenant_id and o.charger_id = k.charger_id and o.state = 'expired'
               and o.ended_at > (select server_time() - interval '1 day')) r
           join charger c on c.id = r.charger_id
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
  text: `select ${reservationColumns}, null as state_of_command
           from reservation r join charger c on c.id = r.charger_id
          where r.state in ('scheduled', 'requested', 'active') and r.expires_at <= $1
          union all
         select ${reservationColumns}, k.state
           from reservation r join charger c on c.id = r.charger_id
          cross join lateral (
             select k.state from command k
              where k.tenant_id = r.tenant_id and k.charger_id = r.charger_id and k.kind = 'reserve'
                and (k.params->>'reservationId')::int = r.reservation_id
              order by k.id desc limit 1) k
          where r.state = 'requested' and r.expires_at > $1
            and k.state in ('refused', 'offline', 'expired', 'cancelled')
          order by id limit 200`,
}

/**
 * What has to begin by the clock, of all tenants. One that was due when it was written is begun by whoever wrote it, and
 * here only when that has not come about.
 */
export async function reservationsToBegin(reader: PipelinedConnection, at: Temporal.Instant): Promise<Reservation[]> {
  const { rows } = await reader.query<ReservationRow>(selectToBegin, [at.toString()])
  return rows.map(reservationFrom)
}

const selectToBegin = {
  name: 'reservations_to_begin',
  text: `select ${reservationColumns} from reservation r join charger c on c.id = r.charger_id
          where r.state = 'scheduled' and r.starts_at <= $1 and r.expires_at > $1
            and (r.starts_at > r.changed_at + interval '1 second' or r.changed_at < server_time() - interval '5 seconds')
          order by r.starts_at, r.id limit 200`,
}
