import { type Kysely, sql } from 'kysely'
import type { Boot, Charger, ChargerDetail } from '#core/chargers/charger.ts'
import type { ChargerClock } from '#core/metering/clock.ts'
import { type ChargerRow, chargerFrom } from './held-charger.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** A charger by its number; null when it was removed or is not of this tenant. */
export function chargerById(db: Kysely<Schema>, tenant: number, id: number): Promise<Charger | null> {
  return inTenant(db, tenant, async (trx) => {
    const row = await trx
      .selectFrom('charger')
      .selectAll()
      .where('tenant_id', '=', tenant)
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .executeTakeFirst()
    return row ? chargerFrom(row as ChargerRow) : null
  })
}

/** Everything that is known of one charger. */
export function chargerDetail(db: Kysely<Schema>, tenant: number, id: number): Promise<ChargerDetail | null> {
  return inTenant(db, tenant, async (trx) => {
    const { rows } = await sql<DetailRow>`
      select c.created_at, c.security_profile, c.password_hash is not null as has_password, c.registration,
             c.commanded_availability, c.time_zone, s.booted_at, s.boot, s.clock,
             l.at as link_at, l.connected as link_connected, l.remote_address as link_address, l.reason as link_reason
        from charger c
        left join charger_state s on s.charger_id = c.id
        left join lateral (
             select at, connected, remote_address, reason from link_change
              where charger_id = c.id order by at desc, connected = s.connected desc limit 1) l on true
       where c.tenant_id = ${tenant} and c.id = ${id} and c.removed_at is null`.execute(trx)
    return rows[0] ? detailFrom(rows[0]) : null
  })
}

function detailFrom(row: DetailRow): ChargerDetail {
  return {
    createdAt: row.created_at,
    securityProfile: row.security_profile,
    hasPassword: row.has_password,
    registration: row.registration,
    commandedAvailability: row.commanded_availability,
    timeZone: row.time_zone,
    boot: row.boot && { ...row.boot, at: row.booted_at },
    link:
      row.link_at === null
        ? null
        : {
            connected: row.link_connected ?? false,
            at: row.link_at,
            remoteAddress: row.link_address,
            reason: row.link_reason,
          },
    clockSkewMs: row.clock && row.clock.samples.length > 0 ? row.clock.skewMs : null,
  }
}

type DetailRow = {
  created_at: Temporal.Instant
  security_profile: number
  has_password: boolean
  registration: Charger['registration']
  commanded_availability: 'operative' | 'inoperative'
  time_zone: string | null
  booted_at: Temporal.Instant | null
  boot: Boot | null
  clock: ChargerClock | null
  link_at: Temporal.Instant | null
  link_connected: boolean | null
  link_address: string | null
  link_reason: string | null
}
