import { type Charger, foldIdentity } from '#core/chargers/charger.ts'
import { BatchedRead } from './batched-read.ts'
import { doorKey } from './door-key.ts'
import { type ChargerRow, chargerFrom } from './held-charger.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'

export type ChargerCandidate = {
  charger: Charger
  tenantSlug: string
  passwordHash: Buffer | null
  pinnedVersion: string | null
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
        pinnedVersion: row.pinned_version,
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
  pinned_version: string | null
  known: boolean
}

const selectCandidates = {
  name: 'charger_candidates',
  text: `select k.n::int, c.id, c.tenant_id, c.identity, c.lifecycle, c.operator_status, c.registration,
                c.security_profile, c.validation_mode, c.time_zone, c.password_hash, c.pinned_version, t.slug,
                s.booted_at is not null as known
           from unnest($1::bytea[]) with ordinality as k(key_hash, n)
           join door_key d on d.kind = 'charger' and d.key_hash = k.key_hash
           join charger c on c.tenant_id = d.tenant_id and c.id = d.row_id and c.removed_at is null
           join tenant t on t.id = c.tenant_id
           left join charger_state s on s.charger_id = c.id`,
}
