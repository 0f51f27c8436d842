import type { ExpectedStart } from '#core/commands/confirm-start.ts'
import { lateSeconds } from '#core/commands/expect-start.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'

/** Starts that are waited for whose session has come, or whose time is over, of all tenants. */
export async function expectedStarts(reader: PipelinedConnection, clockRate: number): Promise<ExpectedStart[]> {
  const { rows } = await reader.query<Row>(selectExpected, [lateSeconds * clockRate])
  return rows.map((row) => ({
    errandId: row.id,
    charger: { id: row.charger_id, tenant: row.tenant_id, identity: row.identity },
    sessionId: row.session_id,
  }))
}

type Row = { id: number; tenant_id: number; charger_id: number; identity: string; session_id: number | null }

// By the session's own id where the charger told it, else by token and place. What began a little before the answer
// was taken in counts: the charger may report the start before it answers.
const selectExpected = {
  name: 'expected_starts',
  text: `select e.id, e.tenant_id, e.charger_id, c.identity, s.id as session_id
           from errand e join charger c on c.id = e.charger_id
           left join lateral (
             select s.id from session s
              where s.charger_id = e.charger_id and s.opened_at >= e.created_at - interval '90 seconds'
                and (s.wire_id = e.asked->>'wireId'
                     or (lower(s.token_uid) = e.asked->>'token'
                         and coalesce(s.ocpp_evse = (e.asked->>'evse')::int, true)))
                and not exists (select from errand o where o.tenant_id = e.tenant_id and o.charger_id = e.charger_id
                                   and o.kind = 'remote-start' and o.state = 'done' and (o.result->>'sessionId')::bigint = s.id)
              order by s.id limit 1) s on true
          where e.kind = 'remote-start' and e.state = 'open'
            and (s.id is not null
                 or (e.progress is null and e.deadline_at < server_time() + $1 * interval '1 second'))
          order by e.id limit 100`,
}
