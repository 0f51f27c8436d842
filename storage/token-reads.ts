import { foldUid, type Token } from '#core/authorization/token.ts'
import { BatchedRead } from './batched-read.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'

/** Reads of tokens for chargers' messages, batched over all tenants; each key carries its charger's tenant. */
export function tokenReads(reader: PipelinedConnection): BatchedRead<{ tenant: number; uid: string }, Token | null> {
  return new BatchedRead(async (keys) => {
    const { rows } = await reader.query<TokenRow & { n: number }>(selectTokens, [
      keys.map((key) => key.tenant),
      keys.map((key) => foldUid(key.uid)),
    ])
    const found = new Array<Token | null>(keys.length).fill(null)
    // An active one wins over a blocked one of the same uid from another issuer.
    for (const row of rows) {
      const before = found[row.n - 1]
      if (!before || (before.status === 'blocked' && row.status === 'active')) found[row.n - 1] = tokenFrom(row)
    }
    return found
  })
}

type TokenRow = {
  id: number
  issuing_party: string
  type: Token['type']
  uid: string
  group_id: string | null
  master_pass: boolean
  one_session_at_a_time: boolean
  status: Token['status']
  valid_from: Temporal.Instant | null
  valid_until: Temporal.Instant | null
  vehicle: string | null
}

function tokenFrom(row: TokenRow): Token {
  return {
    id: row.id,
    issuingParty: row.issuing_party,
    type: row.type,
    uid: row.uid,
    groupId: row.group_id,
    masterPass: row.master_pass,
    oneSessionAtATime: row.one_session_at_a_time,
    status: row.status,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    vehicleId: row.vehicle,
  }
}

const selectTokens = {
  name: 'tokens_by_uid',
  text: `select k.n::int, t.id, t.issuing_party, t.type, t.uid, t.group_id, t.master_pass,
                t.one_session_at_a_time, t.status, t.valid_from,
                t.valid_until, v.public_id as vehicle
           from unnest($1::bigint[], $2::text[]) with ordinality as k(tenant_id, uid, n)
           join token t on t.tenant_id = k.tenant_id and t.uid_folded = k.uid and t.removed_at is null
           left join vehicle v on v.tenant_id = t.tenant_id and v.id = t.vehicle_id
          order by t.id`,
}
