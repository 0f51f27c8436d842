import { type Kysely, type Transaction as KyselyTransaction, sql } from 'kysely'
import { chunkBytes, type FileStore, type FileWriter, type StoredFile } from '#core/files/stored-file.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** Complete files, as the doors read them, of one tenant. */
export function fileStore(db: Kysely<Schema>, tenant: number): FileStore {
  return {
    find: (id) =>
      inTenant(db, tenant, async (trx) => {
        const row = await files(trx, tenant).where('id', '=', id).executeTakeFirst()
        return row ? fileFrom(row) : null
      }),
    ofCharger: (chargerId, limit) =>
      inTenant(db, tenant, async (trx) => {
        const rows = files(trx, tenant).where('charger_id', '=', chargerId).where('kind', '=', 'log')
        return (await rows.orderBy('id', 'desc').limit(limit).execute()).map(fileFrom)
      }),
    // A transaction for each piece: whoever fetches slowly holds no connection.
    async *read(id, from, to) {
      for (let at = from; at < to; ) {
        const seq = Math.floor(at / chunkBytes)
        const row = await inTenant(db, tenant, (trx) =>
          trx
            .selectFrom('stored_file_chunk')
            .select('bytes')
            .where('tenant_id', '=', tenant)
            .where('file_id', '=', id)
            .where('seq', '=', seq)
            .executeTakeFirst(),
        )
        if (!row) throw new Error(`file ${id} has lost its part ${seq}`)
        const begin = seq * chunkBytes
        yield row.bytes.subarray(at - begin, Math.min(to - begin, row.bytes.length))
        at = begin + chunkBytes
      }
    },
  }
}

export function fileWriter(trx: KyselyTransaction<Schema>, tenant_id: number): FileWriter {
  return {
    async begin({ kind, chargerId, errandId, name }) {
      const row = await trx
        .insertInto('stored_file')
        .values({ tenant_id, kind, charger_id: chargerId, errand_id: errandId, name })
        .returning('id')
        .executeTakeFirstOrThrow()
      return row.id
    },
    async addChunk(file_id, seq, bytes) {
      await trx.insertInto('stored_file_chunk').values({ tenant_id, file_id, seq, bytes }).execute()
    },
    async complete(id, { size, sha256 }) {
      await trx
        .updateTable('stored_file')
        .set({ size, sha256, completed_at: sql`server_time()` })
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .execute()
    },
    async remove(id) {
      const gone = trx.deleteFrom('stored_file').where('tenant_id', '=', tenant_id).where('id', '=', id)
      return (await gone.returning('id').executeTakeFirst()) !== undefined
    },
    async rename(errandId, name) {
      await trx
        .updateTable('stored_file')
        .set({ name })
        .where('tenant_id', '=', tenant_id)
        .where('errand_id', '=', errandId)
        .execute()
    },
    async addTicket({ hash, direction, chargerId, commandId, fileId, expiresAt }) {
      await trx
        .deleteFrom('file_ticket')
        .where('tenant_id', '=', tenant_id)
        .where('command_id', '=', commandId)
        .execute()
      await trx
        .insertInto('file_ticket')
        .values({
          tenant_id,
          hash,
          direction,
          charger_id: chargerId,
          command_id: commandId,
          file_id: fileId,
          expires_at: expiresAt,
        })
        .execute()
    },
    async openTicket(hash) {
      const { rows } = await sql<TicketRow>`
        update file_ticket t set attempts = attempts + 1
          from charger c, errand e
         where t.tenant_id = ${tenant_id} and t.hash = ${hash} and t.used_at is null and t.expires_at > server_time()
           and c.tenant_id = t.tenant_id and c.id = t.charger_id and c.removed_at is null
           and e.tenant_id = t.tenant_id and e.command_id = t.command_id and e.charger_id = t.charger_id
           and e.state in ('open', 'done') and (t.direction = 'download' or t.attempts < 100)
        returning t.hash, t.direction, t.charger_id, t.command_id, t.file_id, t.expires_at, c.identity, e.id as errand_id`.execute(
        trx,
      )
      const row = rows[0]
      if (!row) return null
      const ticket = {
        hash: row.hash,
        direction: row.direction,
        charger: { id: row.charger_id, tenant: tenant_id, identity: row.identity },
        commandId: row.command_id,
        fileId: row.file_id,
        expiresAt: row.expires_at,
      }
      return { ticket, errandId: row.errand_id }
    },
    async useTicket(hash) {
      const used = await trx
        .updateTable('file_ticket')
        .set({ used_at: sql`server_time()` })
        .where('tenant_id', '=', tenant_id)
        .where('hash', '=', hash)
        .where('used_at', 'is', null)
        .returning('hash')
        .executeTakeFirst()
      return used !== undefined
    },
  }
}

type TicketRow = {
  hash: Buffer
  direction: 'upload' | 'download'
  charger_id: number
  command_id: number
  file_id: number | null
  expires_at: Temporal.Instant
  identity: string
  errand_id: number
}

function files(db: Kysely<Schema>, tenant: number) {
  return db.selectFrom('stored_file').selectAll().where('tenant_id', '=', tenant).where('completed_at', 'is not', null)
}

type Row = Awaited<ReturnType<ReturnType<typeof files>['executeTakeFirstOrThrow']>>

function fileFrom(row: Row): StoredFile {
  return {
    id: row.id,
    kind: row.kind,
    chargerId: row.charger_id,
    errandId: row.errand_id,
    name: row.name,
    size: row.size,
    sha256: row.sha256!,
    createdAt: row.created_at,
  }
}
