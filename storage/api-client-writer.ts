import { sql, type Transaction } from 'kysely'
import type { ApiClientWriter } from '#core/access/api-client.ts'
import { clientFrom, listedClientFrom } from './api-client-row.ts'
import { doorKey } from './door-key.ts'
import type { Schema } from './schema.ts'

/** The API clients of one tenant as a transaction of a door writes them. */
export function apiClientWriter(trx: Transaction<Schema>, tenant_id: number): ApiClientWriter {
  const living = (id: number) =>
    trx
      .updateTable('api_client')
      .where('tenant_id', '=', tenant_id)
      .where('id', '=', id)
      .where('removed_at', 'is', null)
  const modified_at = sql<Temporal.Instant>`server_time()`
  return {
    async add(client) {
      const row = await trx
        .insertInto('api_client')
        .values({
          tenant_id,
          client_id: client.clientId,
          name: client.name,
          secret_hash: client.secretHash,
          package: client.package,
          grants: [...client.grants],
        })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst()
      if (!row) return null
      await trx
        .insertInto('door_key')
        .values({ kind: 'client', key_hash: doorKey(client.clientId), tenant_id, row_id: row.id })
        .execute()
      return clientFrom(row)
    },
    async change(id, { enabled, secretHash, allowed }) {
      const query = living(id).set({
        ...(enabled === undefined ? {} : { enabled }),
        ...(secretHash === undefined ? {} : { secret_hash: secretHash }),
        ...(allowed === undefined ? {} : { package: allowed.package, grants: [...allowed.grants] }),
        modified_at,
      })
      const row = await query.returningAll().executeTakeFirst()
      return row ? listedClientFrom(row) : null
    },
    async remove(id) {
      const query = living(id).set({ removed_at: sql<Temporal.Instant>`server_time()`, enabled: false, modified_at })
      const row = await query.returningAll().executeTakeFirst()
      if (!row) return null
      await trx
        .deleteFrom('door_key')
        .where('kind', '=', 'client')
        .where('row_id', '=', id)
        .where('tenant_id', '=', tenant_id)
        .execute()
      return clientFrom(row)
    },
  }
}
