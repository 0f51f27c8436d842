import { type Kysely, type Transaction as KyselyTransaction, sql } from 'kysely'
import type { CardOptionsStore, CardOptionsWriter, Whitelist } from '#core/authorization/card-options.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** How cards are treated, of one tenant. */
export function cardOptionsStore(db: Kysely<Schema>, tenant: number): CardOptionsStore {
  return {
    find: (id) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<{ whitelist: Whitelist; masterPass: boolean; oneSessionAtATime: boolean }>`
          select whitelist, master_pass as "masterPass", one_session_at_a_time as "oneSessionAtATime" from token
           where tenant_id = ${tenant} and id = ${id} and removed_at is null`.execute(trx)
        return rows[0] ?? null
      }),
  }
}

export function cardOptionsWriter(trx: KyselyTransaction<Schema>, tenant: number): CardOptionsWriter {
  return {
    async change(id, { whitelist = null, masterPass = null, oneSessionAtATime = null }) {
      const { rows } = await sql<{ uid: string }>`
        update token set whitelist = coalesce(${whitelist}::text, whitelist),
               master_pass = coalesce(${masterPass}::boolean, master_pass),
               one_session_at_a_time = coalesce(${oneSessionAtATime}::boolean, one_session_at_a_time),
               modified_at = server_time()
         where tenant_id = ${tenant} and id = ${id} and removed_at is null returning uid`.execute(trx)
      return rows[0]?.uid ?? null
    },
  }
}
