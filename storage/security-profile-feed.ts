import type { ChargerRef } from '#core/context.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'

/** The moves to another security profile that can go on: what they have waited for has ended, or their time is up. */
export async function securityProfilesToAdvance(
  reader: PipelinedConnection,
  node: number,
): Promise<{ charger: ChargerRef; errandId: number }[]> {
  const { rows } = await reader.query<Row>(selectAdvancing, [node])
  return rows.map(({ id, tenant_id, identity, errand_id }) => ({
    charger: { id, tenant: tenant_id, identity },
    errandId: errand_id,
  }))
}

type Row = { id: number; tenant_id: number; identity: string; errand_id: number }

// An errand that its own end came before ours is taken once more, so that the way by the new profile is closed.
const selectAdvancing = {
  name: 'security_profiles_to_advance',
  text: `select c.id, c.tenant_id, c.identity, e.id as errand_id
           from errand e
           join charger c on c.tenant_id = e.tenant_id and c.id = e.charger_id and c.removed_at is null
           left join charger_owner o on o.charger_id = c.id
          where e.kind = 'security-profile' and (o.node_id = $1 or o.node_id is null)
            and (e.state = 'open'
                   and (e.progress is distinct from 'waiting' or c.next_security_profile is null
                        or c.next_security_profile_until < server_time())
                   and not exists (select from command m where m.tenant_id = e.tenant_id and m.state in ('queued', 'sent')
                                      and (m.id = e.command_id or m.origin_id = e.command_id))
                 or e.state = 'expired' and c.next_security_profile is not null)
          limit 100`,
}
