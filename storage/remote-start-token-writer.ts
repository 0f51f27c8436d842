import { type Transaction as KyselyTransaction, sql } from 'kysely'
import type { RemoteStartTokenWriter } from '#core/authorization/remote-start-token.ts'
import type { Schema } from './schema.ts'

export function remoteStartTokenWriter(trx: KyselyTransaction<Schema>, tenant: number): RemoteStartTokenWriter {
  return {
    async find(charger) {
      const { rows } = await sql<{ uid: string | null }>`
        select remote_start_token as uid from charger where tenant_id = ${tenant} and id = ${charger.id}`.execute(trx)
      return rows[0]?.uid ?? null
    },
    async set(chargerId, uid) {
      const { rows } = await sql<{ identity: string }>`
        update charger set remote_start_token = ${uid}, modified_at = server_time()
         where tenant_id = ${tenant} and id = ${chargerId} and removed_at is null returning identity`.execute(trx)
      return rows[0] ?? null
    },
  }
}
