import { sql, type Transaction } from 'kysely'
import type { ApiTokenWriter } from '#core/access/api-token.ts'
import { apiTokenFrom } from './api-token-row.ts'
import type { Schema } from './schema.ts'

/** The platform API's tokens of one tenant as a transaction of a door writes them. */
export function apiTokenWriter(trx: Transaction<Schema>, tenant_id: number): ApiTokenWriter {
  return {
    async add({ name, hash, sealed }) {
      const row = await trx
        .insertInto('api_token')
        .values({ tenant_id, name, token_hash: hash, token_sealed: sealed })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst()
      if (!row) return null
      const key = { kind: 'api-token' as const, key_hash: hash, tenant_id, row_id: row.id }
      await trx.insertInto('door_key').values(key).execute()
      return apiTokenFrom(row)
    },
    async remove(id) {
      const row = await trx
        .updateTable('api_token')
        .set({ removed_at: sql<Temporal.Instant>`server_time()` })
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .returningAll()
        .executeTakeFirst()
      if (!row) return null
      await trx
        .deleteFrom('door_key')
        .where('kind', '=', 'api-token')
        .where('row_id', '=', id)
        .where('tenant_id', '=', tenant_id)
        .execute()
      return apiTokenFrom(row)
    },
  }
}
