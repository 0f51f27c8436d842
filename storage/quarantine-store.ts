import { type Kysely, sql } from 'kysely'
import type { Quarantine } from '#core/live/quarantine.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** Messages that were kept aside, as the doors read them, of one tenant. */
export function quarantineStore(db: Kysely<Schema>, tenant: number): Quarantine {
  return {
    list: ({ unseen, before, limit }) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<Row>`
          select q.id, q.at, q.charger_id, c.identity, c.name, q.action, q.frame, q.reason, q.seen_at, q.seen_by
            from quarantine q join charger c on c.id = q.charger_id
           where q.tenant_id = ${tenant} ${unseen ? sql`and q.seen_at is null` : sql``}
             ${before === null ? sql`` : sql`and q.id < ${before}`}
           order by q.id desc limit ${limit + 1}`.execute(trx)
        return rows.map((row) => ({
          id: row.id,
          at: row.at,
          charger: { id: row.charger_id, identity: row.identity, name: row.name },
          action: row.action,
          frame: row.frame,
          reason: row.reason,
          seenAt: row.seen_at,
          seenBy: row.seen_by,
        }))
      }),
    unseen: () =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<{ count: number }>`
          select count(*)::int as count from (
            select from quarantine where tenant_id = ${tenant} and seen_at is null limit 1000) unseen`.execute(trx)
        return rows[0]!.count
      }),
  }
}

type Row = {
  id: number
  at: Temporal.Instant
  charger_id: number
  identity: string
  name: string | null
  action: string
  frame: string
  reason: string
  seen_at: Temporal.Instant | null
  seen_by: string | null
}
