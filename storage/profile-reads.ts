import { BatchedRead } from './batched-read.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'

/**
 * Whether a charger has, or shall have, any charging profile: asked at every end of a session, and no for nearly all
 * chargers, so that it has to cost next to nothing.
 */
export function profileReads(reader: PipelinedConnection): BatchedRead<{ tenant: number; charger: number }, boolean> {
  return new BatchedRead(async (keys) => {
    const { rows } = await reader.query<{ n: number }>(selectThoseWithProfiles, [
      keys.map(({ tenant }) => tenant),
      keys.map(({ charger }) => charger),
    ])
    const found = new Set(rows.map(({ n }) => n))
    return keys.map((_, index) => found.has(index + 1))
  })
}

const selectThoseWithProfiles = {
  name: 'chargers_with_profiles',
  text: `select k.n::int from unnest($1::bigint[], $2::bigint[]) with ordinality as k(tenant_id, charger_id, n)
          where exists (select from charging_desired d where d.charger_id = k.charger_id and d.ended_at is null)
             or exists (select from installed_item i where i.tenant_id = k.tenant_id and i.charger_id = k.charger_id
                                                       and i.kind = 'charging-profile')`,
}
