import { type Kysely, sql } from 'kysely'
import type { IssuedCertificate, IssuedCertificateStore } from '#core/certificates/issued-certificate.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** The certificates that were signed for the chargers of a tenant. */
export function issuedCertificateStore(db: Kysely<Schema>, tenant: number): IssuedCertificateStore {
  return {
    list: (chargerId) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<Row>`
          select ${columns} from issued_certificate k join charger c on c.tenant_id = k.tenant_id and c.id = k.charger_id
           where k.tenant_id = ${tenant} and (${chargerId}::bigint is null or k.charger_id = ${chargerId})
           order by k.id desc limit 1000`.execute(trx)
        return rows.map(certificateFrom)
      }),
    find: (serialNumber) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<Row>`
          select ${columns} from issued_certificate k join charger c on c.tenant_id = k.tenant_id and c.id = k.charger_id
           where k.tenant_id = ${tenant} and k.serial_number = ${serialNumber.toLowerCase()}
           order by k.id desc limit 1`.execute(trx)
        return rows[0] ? certificateFrom(rows[0]) : null
      }),
    findByKey: (chargerId, keyHash, at) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<Row>`
          select ${columns} from issued_certificate k join charger c on c.tenant_id = k.tenant_id and c.id = k.charger_id
           where k.tenant_id = ${tenant} and k.charger_id = ${chargerId} and k.key_hash = ${keyHash}
             and k.revoked_at is null and k.not_after > ${at}
           order by k.id desc limit 1`.execute(trx)
        return rows[0] ? certificateFrom(rows[0]) : null
      }),
    subjectOf: (chargerId) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<{ identity: string; serial: string | null; operatorName: string }>`
          select c.identity, s.boot->>'serial' as serial, o.name as "operatorName"
            from charger c
            join operator o on o.tenant_id = c.tenant_id and o.id = c.operator_id
            left join charger_state s on s.charger_id = c.id
           where c.tenant_id = ${tenant} and c.id = ${chargerId} and c.removed_at is null`.execute(trx)
        return rows[0] ?? null
      }),
  }
}

type Row = {
  id: number
  charger_id: number
  identity: string
  kind: IssuedCertificate['kind']
  serial_number: string
  common_name: string
  chain: string
  not_before: Temporal.Instant
  not_after: Temporal.Instant
  issued_at: Temporal.Instant
  revoked_at: Temporal.Instant | null
  revocation_reason: string | null
}

const columns = sql`k.id, k.charger_id, c.identity, k.kind, k.serial_number, k.common_name, k.chain, k.not_before,
  k.not_after, k.issued_at, k.revoked_at, k.revocation_reason`

function certificateFrom(row: Row): IssuedCertificate {
  return {
    id: row.id,
    charger: { id: row.charger_id, identity: row.identity },
    kind: row.kind,
    serialNumber: row.serial_number,
    commonName: row.common_name,
    chain: row.chain,
    notBefore: row.not_before,
    notAfter: row.not_after,
    issuedAt: row.issued_at,
    revokedAt: row.revoked_at,
    revocationReason: row.revocation_reason,
  }
}
