import { type Kysely, sql } from 'kysely'
import type { ApiClient } from '#core/access/api-client.ts'
import { clientFrom } from './api-client-row.ts'
import { doorKey } from './door-key.ts'
import { inTenant, orUnavailable } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** Finds a client by its id before its tenant is known. */
export async function findClient(
  db: Kysely<Schema>,
  clientId: string,
): Promise<{ client: ApiClient; secretHash: Buffer } | null> {
  const key = await orUnavailable(
    db
      .selectFrom('door_key')
      .select(['tenant_id', 'row_id'])
      .where('kind', '=', 'client')
      .where('key_hash', '=', doorKey(clientId))
      .executeTakeFirst(),
  )
  if (!key) return null
  const row = await inTenant(db, key.tenant_id, (trx) =>
    trx
      .selectFrom('api_client')
      .selectAll()
      .where('id', '=', key.row_id)
      .where('client_id', '=', clientId)
      .where('removed_at', 'is', null)
      .executeTakeFirst(),
  )
  return row ? { client: clientFrom(row), secretHash: row.secret_hash } : null
}

/** Keys that sign access tokens, as they are stored: the private half sealed. */
export type SigningKeyRow = { kid: string; sealed: Buffer; publicJwk: object }

export async function loadSigningKeys(db: Kysely<Schema>): Promise<SigningKeyRow[]> {
  const rows = await db
    .selectFrom('signing_key')
    .selectAll()
    .where('retired_at', 'is', null)
    .orderBy('created_at')
    .execute()
  return rows.map((row) => ({ kid: row.kid, sealed: row.private_key_sealed, publicJwk: row.public_jwk as object }))
}

/** Adds the key unless another node was faster; the oldest key of all signs. */
export async function addSigningKey(db: Kysely<Schema>, key: SigningKeyRow): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(7004)`.execute(trx)
    const known = await trx.selectFrom('signing_key').select('kid').where('retired_at', 'is', null).executeTakeFirst()
    if (known) return
    await trx
      .insertInto('signing_key')
      .values({
        kid: key.kid,
        private_key_sealed: key.sealed,
        public_jwk: JSON.stringify(key.publicJwk),
        retired_at: null,
      })
      .execute()
  })
}
