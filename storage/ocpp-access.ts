import { type Charger, foldIdentity } from '#core/chargers/charger.ts'
import { BatchedRead } from './batched-read.ts'
import { doorKey } from './door-key.ts'
import { type ChargerRow, chargerFrom } from './held-charger.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'

export type ChargerCandidate = {
  charger: Charger
  tenantSlug: string
  passwordHash: Buffer | null
  pendingPassword: { hash: Buffer; since: Temporal.Instant; isUncertain: boolean } | null
  nextProfile: { profile: number; until: Temporal.Instant } | null
  operatorName: string
  serial: string | null
  allowsExpiredCertificate: boolean
  /** How often its connection was ended by hand. */
  connectionsEnded: number
  known: boolean
}

/** Looks chargers up by identity over all tenants, batched: thousands reconnect at once after an outage. */
export function chargerCandidates(reader: PipelinedConnection): BatchedRead<string, ChargerCandidate[]> {
  return new BatchedRead(async (identities) => {
    const { rows } = await reader.query<CandidateRow>(selectCandidates, [
      identities.map((identity) => doorKey(foldIdentity(identity))),
    ])
    const found: ChargerCandidate[][] = identities.map(() => [])
    for (const row of rows) {
      found[row.n - 1]!.push({
        charger: chargerFrom(row),
        tenantSlug: row.slug,
        passwordHash: row.password_hash,
        pendingPassword: row.pending_password_hash && {
          hash: row.pending_password_hash,
          since: row.pending_password_since!,
          isUncertain: row.pending_password_uncertain,
        },
        nextProfile:
          row.next_security_profile !== null && row.next_security_profile_until !== null
            ? { profile: row.next_security_profile, until: row.next_security_profile_until }
            : null,
        operatorName: row.operator_name,
        serial: row.serial,
        allowsExpiredCertificate: row.allow_expired_certificate,
        connectionsEnded: row.connections_ended,
        known: row.known,
      })
    }
    return found
  })
}

type CandidateRow = ChargerRow & {
  n: number
  slug: string
  password_hash: Buffer | null
  pending_password_hash: Buffer | null
  pending_password_since: Temporal.Instant | null
  pending_password_uncertain: boolean
  next_security_profile: number | null
  next_security_profile_until: Temporal.Instant | null
  allow_expired_certificate: boolean
  connections_ended: number
  operator_name: string
  serial: string | null
  known: boolean
}

const selectCandidates = {
  name: 'charger_candidates',
  text: `select k.n::int, c.id, c.tenant_id, c.identity, c.lifecycle, c.operator_status, c.registration,
                c.security_profile, c.validation_mode, c.time_zone, c.protocols,
                c.boot_interval_seconds, c.provisioning, c.password_hash, c.pending_password_hash, c.pending_password_since,
                c.pending_password_uncertain, c.next_security_profile, c.next_security_profile_until,
                c.allow_expired_certificate, c.connections_ended, t.slug, o.name as operator_name, s.boot->>'serial' as serial,
                s.booted_at is not null as known
           from unnest($1::bytea[]) with ordinality as k(key_hash, n)
           join door_key d on d.kind = 'charger' and d.key_hash = k.key_hash
           join charger c on c.tenant_id = d.tenant_id and c.id = d.row_id and c.removed_at is null
           join tenant t on t.id = c.tenant_id
           join operator o on o.tenant_id = c.tenant_id and o.id = c.operator_id
           left join charger_state s on s.charger_id = c.id`,
}
