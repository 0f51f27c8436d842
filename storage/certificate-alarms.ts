import type { Database } from './database.ts'

/** A certificate that comes to its end. */
export type ExpiringCertificate = {
  fingerprint: string
  /** Who it is for, in words. */
  subject: string
  notAfter: Temporal.Instant
  /** Null for one of the installation itself. */
  charger: { id: number; tenant: number } | null
}

/** The newest certificate of each charger, when it is good and ends before that. */
export async function expiringCertificates(
  { asOwner }: Pick<Database, 'asOwner'>,
  before: Temporal.Instant,
): Promise<ExpiringCertificate[]> {
  return asOwner(async (owner) => {
    const { rows } = await owner.query<Row>(selectExpiring, [before.toString()])
    return rows.map(({ fingerprint, identity, notAfter, id, tenant }) => ({
      fingerprint,
      subject: identity,
      notAfter,
      charger: { id, tenant },
    }))
  })
}

/** Keeps that this alarm was given, and tells of it; false when it was given before. */
export async function keepAlarm(
  { asOwner }: Pick<Database, 'asOwner'>,
  { fingerprint, subject, notAfter, charger }: ExpiringCertificate,
  days: number,
): Promise<boolean> {
  return asOwner(async (owner) => {
    const { rowCount } = await owner.query(
      `with given as (
         insert into certificate_alarm (fingerprint, days) values ($1, $2) on conflict do nothing returning 1)
       insert into fact (tenant_id, at, kind, subject_id, body)
       select t.id, server_time(), 'certificate.expiring', $4::bigint, $5::jsonb
         from given, tenant t where $3::bigint is null or t.id = $3`,
      [
        fingerprint,
        days,
        charger?.tenant ?? null,
        charger?.id ?? null,
        JSON.stringify({ subject, days, notAfter: notAfter.toString() }),
      ],
    )
    return (rowCount ?? 0) > 0
  })
}

type Row = { fingerprint: string; identity: string; notAfter: Temporal.Instant; id: number; tenant: number }

export const selectExpiring = `
  select fingerprint, identity, "notAfter", id, tenant from (
    select distinct on (k.charger_id, k.kind) encode(k.fingerprint, 'hex') as fingerprint, c.identity,
           k.not_after as "notAfter", c.id, k.tenant_id as tenant
      from issued_certificate k
      join charger c on c.tenant_id = k.tenant_id and c.id = k.charger_id and c.removed_at is null
     where k.revoked_at is null
     order by k.charger_id, k.kind, k.not_after desc) newest
   where "notAfter" < $1 order by "notAfter"`
