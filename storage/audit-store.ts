import type { Kysely } from 'kysely'
import type { AuditStore } from '#core/access/audit.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** The audit trail of one tenant. */
export function auditStore(db: Kysely<Schema>, tenant: number): AuditStore {
  return {
    search: ({ text, before, limit }) =>
      inTenant(db, tenant, async (trx) => {
        let query = trx.selectFrom('audit_entry').selectAll()
        if (before !== undefined) query = query.where('id', '<', before)
        if (text !== undefined) {
          const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
          query = query.where((any) =>
            any.or([any('actor', 'ilike', pattern), any('action', 'ilike', pattern), any('subject', 'ilike', pattern)]),
          )
        }
        const rows = await query.orderBy('id', 'desc').limit(limit).execute()
        return rows.map(({ id, at, actor, door, action, subject, body }) => ({
          id,
          at,
          actor,
          door,
          action,
          subject,
          body: body as Record<string, unknown> | null,
        }))
      }),
  }
}
