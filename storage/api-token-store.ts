import { type Kysely, sql } from 'kysely'
import type { ApiToken, ApiTokenStore } from '#core/access/api-token.ts'
import { apiTokenFrom } from './api-token-row.ts'
import { inTenant, orUnavailable } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** The platform API's tokens of one tenant; removed ones are gone. */
export function apiTokenStore(db: Kysely<Schema>, tenant: number): ApiTokenStore {
  return {
    list: () =>
      inTenant(db, tenant, async (trx) => {
        const query = trx.selectFrom('api_token').selectAll().where('removed_at', 'is', null)
        return (await query.orderBy('name').execute()).map(apiTokenFrom)
      }),
  }
}

/** Finds a token by its hash before its tenant is known. */
export async function findApiToken(db: Kysely<Schema>, hash: Buffer): Promise<ApiToken | null> {
  const key = await orUnavailable(
    db
      .selectFrom('door_key')
      .select(['tenant_id', 'row_id'])
      .where('kind', '=', 'api-token')
      .where('key_hash', '=', hash)
      .executeTakeFirst(),
  )
  if (!key) return null
  return inTenant(db, key.tenant_id, async (trx) => {
    const row = await trx
      .selectFrom('api_token')
      .selectAll()
      .where('id', '=', key.row_id)
      .where('token_hash', '=', hash)
      .where('removed_at', 'is', null)
      .executeTakeFirst()
    return row ? apiTokenFrom(row) : null
  })
}

/** Notes when a token was last shown. */
export async function noteApiTokenUse(db: Kysely<Schema>, { id, tenant }: ApiToken): Promise<void> {
  const last_used_at = sql<Temporal.Instant>`server_time()`
  await inTenant(db, tenant, (trx) => trx.updateTable('api_token').set({ last_used_at }).where('id', '=', id).execute())
}
