import { type Kysely, sql } from 'kysely'
import type { ApiClient, ApiClientStore } from '#core/access/api-client.ts'
import { clientFrom, listedClientFrom } from './api-client-row.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** The API clients of one tenant as the doors read them; removed ones are gone. */
export function apiClientStore(db: Kysely<Schema>, tenant: number): ApiClientStore {
  return {
    find: (clientId) =>
      inTenant(db, tenant, async (trx) => {
        const row = await trx
          .selectFrom('api_client')
          .selectAll()
          .where('client_id', '=', clientId)
          .where('removed_at', 'is', null)
          .executeTakeFirst()
        return row ? clientFrom(row) : null
      }),
    list: () =>
      inTenant(db, tenant, async (trx) => {
        const query = trx.selectFrom('api_client').selectAll().where('removed_at', 'is', null)
        return (await query.orderBy('name').execute()).map(listedClientFrom)
      }),
  }
}

/** Notes when a program was last heard of. */
export async function noteClientUse(db: Kysely<Schema>, client: ApiClient): Promise<void> {
  await inTenant(db, client.tenant, (trx) =>
    trx
      .updateTable('api_client')
      .set({ last_used_at: sql<Temporal.Instant>`server_time()` })
      .where('id', '=', client.id)
      .execute(),
  )
}
