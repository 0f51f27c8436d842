import type { ChargerRef } from '#core/context.ts'
import { nodeLockClass } from './bus.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'

/** Sessions whose time has run out at this instant, and whose charger is ours or nobody's. */
export async function overdueSessions(
  reader: PipelinedConnection,
  node: number,
  at: Temporal.Instant,
): Promise<{ charger: ChargerRef; sessionId: number }[]> {
  const { rows } = await reader.query<{ id: number; charger_id: number; tenant_id: number; identity: string }>(
    selectOverdue,
    [node, nodeLockClass, at.toString()],
  )
  return rows.map((row) => ({
    charger: { id: row.charger_id, tenant: row.tenant_id, identity: row.identity },
    sessionId: row.id,
  }))
}

const selectOverdue = {
  name: 'overdue_sessions',
  text: `select s.id, s.charger_id, s.tenant_id, c.identity
           from session s join charger c on c.id = s.charger_id
           left join charger_owner o on o.charger_id = s.charger_id
          where s.close_due_at <= $3
            and s.state in ('pending', 'active', 'unknown')
            and (o.node_id is null or o.node_id = $1 or not exists (
                  select from pg_locks l where l.locktype = 'advisory' and l.classid = $2::int::oid and l.objid = o.node_id::oid and l.granted))
          order by s.id limit 100`,
}
