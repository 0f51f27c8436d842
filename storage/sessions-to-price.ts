import type { ChargerRef } from '#core/context.ts'
import type { Session } from '#core/sessions/session.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'
import { type SessionColumns, sessionColumns, sessionFrom } from './session-row.ts'

/** Sessions that were finished or corrected lately and whose price does not go by that, of tenants that price any. */
export async function sessionsToPrice(
  reader: PipelinedConnection,
): Promise<{ charger: ChargerRef; session: Session }[]> {
  const { rows } = await reader.query<Row>(selectToPrice, [])
  return rows.map((row) => ({
    charger: { id: row.charger_id, tenant: row.tenant_id, identity: row.identity },
    session: sessionFrom(row),
  }))
}

type Row = SessionColumns & { charger_id: number; tenant_id: number; identity: string }

// A session that no tariff is for stays in the list while it is young; it is not read without an assignment for it.
const selectToPrice = {
  name: 'sessions_to_price',
  text: `select s.charger_id, s.tenant_id, c.identity, ${sessionColumns
    .split(',')
    .map((column) => `s.${column.trim()}`)
    .join(', ')}
           from (select distinct tenant_id from tariff_assignment) t
           join session s on s.tenant_id = t.tenant_id and s.record_no is not null
                         and s.inserted_at > server_time() - interval '3 days'
           join charger c on c.id = s.charger_id
           left join session_cost p on p.tenant_id = s.tenant_id and p.session_id = s.id
          where p.session_version is distinct from s.version
            and (p.session_id is not null or exists (
                  select from tariff_assignment a
                   where a.tenant_id = s.tenant_id and a.assigned_at <= coalesce(s.started_at, s.opened_at)
                     and (a.ended_at is null or a.ended_at > coalesce(s.started_at, s.opened_at))
                     and (a.charger_id is null or a.charger_id = s.charger_id)
                     and (a.evse is null or a.evse = s.ocpp_evse)
                     and (a.token_uid_folded is null or a.token_uid_folded = lower(s.token_uid))))
          order by s.id limit 100`,
}
