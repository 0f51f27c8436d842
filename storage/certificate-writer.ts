import { type Transaction as KyselyTransaction, sql } from 'kysely'
import type { IssuedCertificateWriter } from '#core/certificates/issued-certificate.ts'
import type { Schema } from './schema.ts'

export function issuedCertificateWriter(trx: KyselyTransaction<Schema>, tenant_id: number): IssuedCertificateWriter {
  return {
    async add({ chargerId, kind, commonName, keyHash, chain, serialNumber, fingerprint, notBefore, notAfter }) {
      await trx
        .insertInto('issued_certificate')
        .values({
          tenant_id,
          charger_id: chargerId,
          kind,
          serial_number: serialNumber,
          fingerprint,
          key_hash: keyHash,
          common_name: commonName,
          chain,
          not_before: notBefore,
          not_after: notAfter,
        })
        .execute()
    },
    async used(chargerId, fingerprint) {
      const used = await trx
        .updateTable('issued_certificate')
        .set({ used_at: sql`server_time()` })
        .where('tenant_id', '=', tenant_id)
        .where('charger_id', '=', chargerId)
        .where('fingerprint', '=', fingerprint)
        .where('used_at', 'is', null)
        .returning(['id', 'kind'])
        .executeTakeFirst()
      if (!used) return []
      const superseded = await trx
        .updateTable('issued_certificate')
        .set({ revoked_at: sql`server_time()`, revocation_reason: 'superseded' })
        .where('tenant_id', '=', tenant_id)
        .where('charger_id', '=', chargerId)
        .where('kind', '=', used.kind)
        .where('id', '<', used.id)
        .where('revoked_at', 'is', null)
        .returning('serial_number')
        .execute()
      return superseded.map((row) => row.serial_number)
    },
    async revoke(id, reason) {
      const revoked = await trx
        .updateTable('issued_certificate')
        .set({ revoked_at: sql`server_time()`, revocation_reason: reason })
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .returning('charger_id')
        .executeTakeFirst()
      if (!revoked) return false
      // A new version of the charger's configuration: whoever has it connected looks at it again.
      await sql`update charger set etag = etag + 1 where tenant_id = ${tenant_id} and id = ${revoked.charger_id}`.execute(
        trx,
      )
      return true
    },
  }
}
