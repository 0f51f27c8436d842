import type { SessionPlaceAsked } from '#core/authorization/one-session.ts'
import { BatchedRead } from './batched-read.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'

/** Whether sessions of tokens run elsewhere, batched over all tenants. */
export function sessionsElsewhere(
  reader: PipelinedConnection,
): BatchedRead<{ tenant: number } & SessionPlaceAsked, boolean> {
  return new BatchedRead(async (keys) => {
    const { rows } = await reader.query<{ n: number }>(selectElsewhere, [
      keys.map((key) => key.tenant),
      keys.map((key) => key.tokenId),
      keys.map((key) => key.charger.id),
      keys.map((key) => key.evse),
      keys.map((key) => key.wireId),
      keys.map((key) => key.at.toString()),
    ])
    const found = new Set(rows.map(({ n }) => n))
    return keys.map((_, index) => found.has(index + 1))
  })
}

// One that only waits for its stop, or whose end was told, does not run any more: it is closed within a quarter of an hour.
const selectElsewhere = {
  name: 'sessions_elsewhere',
  text: `select k.n::int
           from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[], $5::text[], $6::timestamptz[])
                with ordinality as k(tenant_id, token_id, charger_id, evse, wire_id, at, n)
          where exists (
            select from session s
             where s.tenant_id = k.tenant_id and s.token_id = k.token_id and s.state = 'active' and s.ended_at is null
               and s.close_due_at > k.at + interval '15 minutes'
               and not (s.charger_id = k.charger_id
                        and (s.ocpp_evse is not distinct from k.evse or s.wire_id = k.wire_id)))`,
}
