import type { ChargerRef } from '#core/context.ts'
import type { ProvisioningReason } from '#core/provisioning/provisioning.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'

/**
 * The chargers of this node that are to be set up: never before, or with another firmware or version, or a day ago, or
 * because somebody asks for it. `isOff`: only those.
 */
export async function provisioningDue(
  reader: PipelinedConnection,
  node: number,
  { isOff }: { isOff: boolean },
): Promise<{ charger: ChargerRef; why: ProvisioningReason }[]> {
  const { rows } = await reader.query<DueRow>(selectDue, [node, isOff])
  return rows.map(({ why, ...row }) => ({ charger: refOf(row), why }))
}

/** The chargers of this node whose run can go on: what it has waited for has ended. */
export async function provisioningToAdvance(reader: PipelinedConnection, node: number): Promise<ChargerRef[]> {
  const { rows } = await reader.query<RefRow>(selectAdvancing, [node])
  return rows.map(refOf)
}

/** Reports that came in parts and never to their end (D-03). */
export async function silentReports(reader: PipelinedConnection): Promise<{ errandId: number; charger: ChargerRef }[]> {
  const { rows } = await reader.query<RefRow & { errand_id: number }>(selectSilent, [])
  return rows.map((row) => ({ errandId: row.errand_id, charger: refOf(row) }))
}

type RefRow = { id: number; tenant_id: number; identity: string }
type DueRow = RefRow & { why: ProvisioningReason }

function refOf({ id, tenant_id, identity }: RefRow): ChargerRef {
  return { id, tenant: tenant_id, identity }
}

// The day has up to three hours more, so that a fleet that came at once is not asked at once every day.
const selectDue = {
  name: 'provisioning_due',
  text: `select c.id, c.tenant_id, c.identity,
                case when p.is_asked then 'asked' when p.ended_at is null then 'first-contact'
                     when p.firmware is distinct from s.boot->>'firmware' then 'firmware'
                     when p.protocol is distinct from s.ocpp_version then 'protocol' else 'daily' end as why
           from charger_owner o
           join charger_state s on s.charger_id = o.charger_id and s.connected and s.booted_at is not null
           join charger c on c.id = o.charger_id and c.removed_at is null and c.operator_status = 'active'
                and c.registration <> 'rejected'
           left join provisioning p on p.tenant_id = c.tenant_id and p.charger_id = c.id
          where o.node_id = $1 and p.run is null
            and (coalesce(p.is_asked, false)
                 or not $2::boolean and c.provisioning = 'automatic'
                    and (p.ended_at is null or p.firmware is distinct from s.boot->>'firmware'
                         or p.protocol is distinct from s.ocpp_version
                         or p.ended_at < server_time() - interval '1 day' - (c.id % 180) * interval '1 minute'))
          order by p.is_asked desc nulls last, c.id limit 50`,
}

const selectAdvancing = {
  name: 'provisioning_to_advance',
  text: `select c.id, c.tenant_id, c.identity
           from provisioning p
           join charger_owner o on o.charger_id = p.charger_id and o.node_id = $1
           join charger c on c.id = p.charger_id
          where p.run is not null
            and not exists (select from command m where m.tenant_id = p.tenant_id and m.state in ('queued', 'sent')
                               and (m.id = p.command_id or m.origin_id = p.command_id))
            and not exists (select from errand e where e.charger_id = p.charger_id and e.kind = 'report' and e.state = 'open'
                               and e.command_id = p.command_id)
          order by p.charger_id limit 200`,
}

const selectSilent = {
  name: 'silent_reports',
  text: `select e.id as errand_id, c.id, c.tenant_id, c.identity
           from errand e join charger c on c.tenant_id = e.tenant_id and c.id = e.charger_id
          where e.kind = 'report' and e.state = 'expired'
            and exists (select from errand_part t where t.tenant_id = e.tenant_id and t.errand_id = e.id)
          limit 50`,
}
