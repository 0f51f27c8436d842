import { type Kysely, sql } from 'kysely'
import type { QuarantineWriter } from '#core/live/quarantine.ts'
import type { Schema } from './schema.ts'

export function quarantineWriter(trx: Kysely<Schema>, tenant: number): QuarantineWriter {
  return {
    async markSeen(id, by) {
      const { rows } = await sql`
        update quarantine set seen_at = server_time(), seen_by = ${by}
         where tenant_id = ${tenant} and id = ${id} and seen_at is null returning id`.execute(trx)
      return rows.length > 0
    },
  }
}
