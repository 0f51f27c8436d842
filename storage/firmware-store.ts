import { type Kysely, type Transaction as KyselyTransaction, sql } from 'kysely'
import type { Firmware, FirmwareStore, FirmwareWriter } from '#core/firmware/firmware.ts'
import type { Bound } from './door-transaction.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

export function firmwareStore(db: Kysely<Schema>, tenant: number): FirmwareStore {
  return {
    list: () =>
      inTenant(db, tenant, async (trx) =>
        (await firmwares(trx, tenant).orderBy('id', 'desc').execute()).map(firmwareFrom),
      ),
    find: (id) =>
      inTenant(db, tenant, async (trx) => {
        const row = await firmwares(trx, tenant).where('id', '=', id).executeTakeFirst()
        return row ? firmwareFrom(row) : null
      }),
  }
}

export function firmwareWriter(trx: KyselyTransaction<Schema>, { tenant, actor }: Bound): FirmwareWriter {
  return {
    async add({ fileId, signing, ...firmware }) {
      const row = await trx
        .insertInto('firmware')
        .values({
          ...firmware,
          tenant_id: tenant,
          file_id: fileId,
          signing_certificate: signing?.certificate ?? null,
          signature: signing?.signature ?? null,
          created_by: actor.name,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst()
      return row ? firmwareFrom(row) : null
    },
    async retire(id) {
      const row = await trx
        .updateTable('firmware')
        .set({ retired_at: sql`coalesce(retired_at, server_time())` })
        .where('tenant_id', '=', tenant)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst()
      return row ? firmwareFrom(row) : null
    },
  }
}

function firmwares(db: Kysely<Schema>, tenant: number) {
  return db.selectFrom('firmware').selectAll().where('tenant_id', '=', tenant)
}

type Row = Awaited<ReturnType<ReturnType<typeof firmwares>['executeTakeFirstOrThrow']>>

function firmwareFrom(row: Row): Firmware {
  const { signing_certificate: certificate, signature } = row
  return {
    id: row.id,
    vendor: row.vendor,
    model: row.model,
    version: row.version,
    fileId: row.file_id,
    url: row.url,
    sha256: row.sha256,
    md5: row.md5,
    size: row.size,
    signing: certificate !== null && signature !== null ? { certificate, signature } : null,
    note: row.note,
    createdBy: row.created_by,
    createdAt: row.created_at,
    retiredAt: row.retired_at,
  }
}
