import { BatchedRead } from './batched-read.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'

export type CertificateRecord = { chargerId: number; isRevoked: boolean; isUsed: boolean }

/** What is on record of certificates, by their fingerprints in hexadecimal, over all tenants; batched. */
export function certificateRecords(reader: PipelinedConnection): BatchedRead<string, CertificateRecord[]> {
  return new BatchedRead(async (fingerprints) => {
    const { rows } = await reader.query<{ n: number } & CertificateRecord>(selectRecords, [
      fingerprints.map((fingerprint) => Buffer.from(fingerprint, 'hex')),
    ])
    const found: CertificateRecord[][] = fingerprints.map(() => [])
    for (const { n, ...record } of rows) found[n - 1]!.push(record)
    return found
  })
}

const selectRecords = {
  name: 'certificate_records',
  text: `select k.n::int, i.charger_id as "chargerId", i.revoked_at is not null as "isRevoked",
                i.used_at is not null as "isUsed"
           from unnest($1::bytea[]) with ordinality as k(fingerprint, n)
           join issued_certificate i on i.fingerprint = k.fingerprint`,
}
