import { type Kysely, sql } from 'kysely'
import type { Deviation, DeviationStore } from '#core/chargers/deviations.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** What the chargers of one tenant do differently, as the doors read it. */
export function deviationStore(db: Kysely<Schema>, tenant: number): DeviationStore {
  return {
    list: (limit) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<Row>`
          select d.vendor, d.model, d.firmware, d.rule, d.action, d.times::float8 as times, d.first_seen_at,
                 d.last_seen_at, d.example, c.identity, case when c.removed_at is null then c.id end as charger
            from deviation d join charger c on c.tenant_id = d.tenant_id and c.id = d.charger_id
           where d.tenant_id = ${tenant}
           order by d.last_seen_at desc, d.vendor, d.model, d.firmware, d.rule, d.action
           limit ${limit}`.execute(trx)
        return rows.map(deviationFrom)
      }),
  }
}

type Row = {
  vendor: string
  model: string
  firmware: string
  rule: string
  action: string
  times: number
  first_seen_at: Temporal.Instant
  last_seen_at: Temporal.Instant
  example: string
  identity: string
  charger: number | null
}

function deviationFrom(row: Row): Deviation {
  const { vendor, model, firmware, rule, action, times, example } = row
  return {
    ...{ vendor, model, firmware, rule, action, times, example },
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    charger: { id: row.charger, identity: row.identity },
  }
}
