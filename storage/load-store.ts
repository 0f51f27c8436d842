import { type Kysely, sql, type Transaction } from 'kysely'
import type { LoadSample, LoadStore } from '#core/live/load.ts'
import { inTenant } from './in-tenant.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'
import type { Schema } from './schema.ts'

/** The site's load as the doors read it, of one tenant. */
export function loadStore(db: Kysely<Schema>, tenant: number): LoadStore {
  return {
    list: (from, to, most) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<SampleRow>`
          with numbered as (
            select *, row_number() over (order by at) - 1 as n, count(*) over () as total
              from load_sample where tenant_id = ${tenant} and at between ${from.toString()} and ${to.toString()})
          select at, power_w, charging, connected, chargers from numbered
           where total <= ${most} or n = 0
              or floor(n * ${most}::float8 / total) <> floor((n - 1) * ${most}::float8 / total)
           order by at limit ${most}`.execute(trx)
        return rows.map((row) => ({
          at: row.at,
          powerW: row.power_w,
          charging: row.charging,
          connected: row.connected,
          chargers: row.chargers,
        }))
      }),
  }
}

type SampleRow = { at: Temporal.Instant; power_w: number; charging: number; connected: number; chargers: number }

/**
 * Keeps the load of every tenant at this moment, and says of how many. `known` are those whose load is known already:
 * theirs is not read. A tenant whose load was kept for this very moment by another node keeps that one.
 */
export async function keepLoad(
  db: Kysely<Schema>,
  reader: PipelinedConnection,
  at: Temporal.Instant,
  known: (tenant: number) => LoadSample | null,
): Promise<number> {
  const { rows } = await reader.query<{ id: number }>(selectTenants, [])
  for (const { id } of rows) {
    await inTenant(db, id, async (trx) => {
      const sample = known(id) ?? { at, ...(await totalsOf(trx, id)) }
      await sql`
        insert into load_sample (tenant_id, at, power_w, charging, connected, chargers)
        values (${id}, ${at.toString()}, ${sample.powerW}, ${sample.charging}, ${sample.connected}, ${sample.chargers})
        on conflict do nothing`.execute(trx)
    })
  }
  return rows.length
}

const selectTenants = { name: 'load_tenants', text: 'select id from tenant order by id' }
// The last reading of each session that runs on a connected charger, unless it is a quarter of an hour old.
async function totalsOf(trx: Transaction<Schema>, tenant: number): Promise<Omit<LoadSample, 'at'>> {
  const { rows } = await sql<Omit<SampleRow, 'at'>>`
         with running as materialized (
           select s.id, s.charger_id, s.ocpp_evse from session s
             join charger_state k on k.charger_id = s.charger_id and k.connected
            where s.state = 'active' and s.tenant_id = ${tenant}),
         measured as (
           select r.charger_id, m.power_w from running r cross join lateral (
             select power_w from meter_reading
              where charger_id = r.charger_id and ocpp_evse = r.ocpp_evse and session_id = r.id
                and at > server_time() - interval '15 minutes' and power_w is not null
              order by at desc limit 1) m)
         select coalesce((select sum(power_w) from measured), 0)::float8 as power_w,
                (select count(distinct charger_id)::int from measured where power_w > 0) as charging,
                (select count(*)::int from charger_state k join charger c on c.id = k.charger_id
                  where k.tenant_id = ${tenant} and k.connected and c.removed_at is null) as connected,
                (select count(*)::int from charger where tenant_id = ${tenant} and removed_at is null) as chargers`.execute(
    trx,
  )
  const { power_w, charging, connected, chargers } = rows[0]!
  return { powerW: power_w, charging, connected, chargers }
}
