import { type Transaction as KyselyTransaction, sql } from 'kysely'
import type { CertificateOrder, CertificateOrderWriter } from '#core/certificates/certificate-order.ts'
import type { Schema } from './schema.ts'

export function certificateOrderWriter(trx: KyselyTransaction<Schema>, tenant_id: number): CertificateOrderWriter {
  const open = (chargerId: number) =>
    trx
      .selectFrom('certificate_order as o')
      .innerJoin('errand as e', (join) =>
        join.onRef('e.tenant_id', '=', 'o.tenant_id').onRef('e.id', '=', 'o.errand_id'),
      )
      .select(columns)
      .where('o.tenant_id', '=', tenant_id)
      .where('o.charger_id', '=', chargerId)
      .where('e.state', '=', 'open')
      .orderBy('o.errand_id', 'desc')
      .forUpdate()
  const change = (errandId: number) =>
    trx.updateTable('certificate_order').where('tenant_id', '=', tenant_id).where('errand_id', '=', errandId)
  return {
    async add(charger, { errandId, csr, purpose, requestId, way, keyHash }) {
      await trx
        .insertInto('certificate_order')
        .values({
          tenant_id,
          errand_id: errandId,
          charger_id: charger.id,
          purpose,
          csr,
          key_hash: keyHash,
          request_id: requestId,
          way,
        })
        .execute()
    },
    async findOpen(charger, purpose, keyHash) {
      const row = await open(charger.id)
        .where('o.purpose', '=', purpose)
        .where('o.key_hash', '=', keyHash)
        .executeTakeFirst()
      return row ? orderFrom(row) : null
    },
    async open(charger) {
      return (await open(charger.id).execute()).map(orderFrom)
    },
    async toSign(errandId) {
      const row = await trx
        .selectFrom('certificate_order as o')
        .innerJoin('errand as e', (join) =>
          join.onRef('e.tenant_id', '=', 'o.tenant_id').onRef('e.id', '=', 'o.errand_id'),
        )
        .select(columns)
        .where('o.tenant_id', '=', tenant_id)
        .where('o.errand_id', '=', errandId)
        .where('o.chain', 'is', null)
        .where('e.state', '=', 'open')
        .executeTakeFirst()
      return row ? orderFrom(row) : null
    },
    async countSince(charger, since) {
      const { count } = await trx
        .selectFrom('certificate_order')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('tenant_id', '=', tenant_id)
        .where('charger_id', '=', charger.id)
        .where('created_at', '>', since)
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    async isRenewalAsked(charger, withinSeconds) {
      const found = await trx
        .selectFrom('command')
        .select('id')
        .where('tenant_id', '=', tenant_id)
        .where('charger_id', '=', charger.id)
        .where('kind', '=', 'renew-certificate')
        .where('created_at', '>', sql<Temporal.Instant>`server_time() - ${withinSeconds} * interval '1 second'`)
        .limit(1)
        .executeTakeFirst()
      return found !== undefined
    },
    async renumber(errandId, requestId) {
      await change(errandId).set({ request_id: requestId }).execute()
    },
    async signed(errandId, chain) {
      await change(errandId).set({ chain }).execute()
    },
    async sent(errandId, commandId) {
      await change(errandId).set({ command_id: commandId }).execute()
    },
    async postpone(errandId, seconds) {
      await change(errandId)
        .set({ try_at: sql<Temporal.Instant>`server_time() + ${seconds} * interval '1 second'` })
        .execute()
    },
  }
}

const columns = [
  'o.errand_id',
  'o.purpose',
  'o.csr',
  'o.key_hash',
  'o.request_id',
  'o.way',
  'o.chain',
  'o.command_id',
] as const

type Row = {
  errand_id: number
  purpose: CertificateOrder['purpose']
  csr: string
  key_hash: Buffer
  request_id: number | null
  way: CertificateOrder['way']
  chain: string | null
  command_id: number | null
}

function orderFrom(row: Row): CertificateOrder {
  return {
    errandId: row.errand_id,
    purpose: row.purpose,
    csr: row.csr,
    keyHash: row.key_hash,
    requestId: row.request_id,
    way: row.way,
    chain: row.chain,
    commandId: row.command_id,
  }
}
