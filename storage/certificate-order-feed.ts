import type { ChargerRef } from '#core/context.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'

/** Takes orders of any tenant that nobody has signed yet, for so many seconds: no other node gets them meanwhile. */
export async function takeUnsigned(
  reader: PipelinedConnection,
  forSeconds: number,
): Promise<{ errandId: number; charger: ChargerRef }[]> {
  const { rows } = await reader.query<RefRow & { errand_id: number }>(takeOrders, [forSeconds])
  return rows.map((row) => ({ errandId: row.errand_id, charger: refOf(row) }))
}

/**
 * The connected chargers of this node whose newest certificate comes to its end, or is over where that is allowed. Each
 * once a day; one that has rejected a certificate is left alone for a week (A02.FR.20).
 */
export async function certificatesToRenew(reader: PipelinedConnection, node: number): Promise<ChargerRef[]> {
  const { rows } = await reader.query<RefRow>(selectToRenew, [node])
  return rows.map(refOf)
}

/** Changes of passwords whose command came to an end that nobody has taken in: lost with a server, or never sent. */
export async function unsettledPasswords(
  reader: PipelinedConnection,
): Promise<{ charger: ChargerRef; wasSent: boolean }[]> {
  const { rows } = await reader.query<RefRow & { was_sent: boolean }>(selectUnsettled, [])
  return rows.map((row) => ({ charger: refOf(row), wasSent: row.was_sent }))
}

type RefRow = { id: number; tenant_id: number; identity: string }

function refOf({ id, tenant_id, identity }: RefRow): ChargerRef {
  return { id, tenant: tenant_id, identity }
}

const takeOrders = {
  name: 'take_certificate_orders',
  text: `with due as (
           select o.tenant_id, o.errand_id from certificate_order o
             join errand e on e.tenant_id = o.tenant_id and e.id = o.errand_id and e.state = 'open'
            where o.chain is null and o.try_at <= server_time()
            order by o.try_at limit 20 for update of o skip locked),
         taken as (
           update certificate_order o set try_at = server_time() + $1 * interval '1 second'
             from due where o.tenant_id = due.tenant_id and o.errand_id = due.errand_id
           returning o.tenant_id, o.errand_id, o.charger_id)
         select t.errand_id, c.id, c.tenant_id, c.identity
           from taken t join charger c on c.tenant_id = t.tenant_id and c.id = t.charger_id and c.removed_at is null`,
}

const selectToRenew = {
  name: 'certificates_to_renew',
  text: `select c.id, c.tenant_id, c.identity
           from charger_owner o
           join charger_state s on s.charger_id = o.charger_id and s.connected and s.booted_at is not null
           join charger c on c.id = o.charger_id and c.removed_at is null and c.security_profile = 3
                and c.operator_status = 'active' and c.registration <> 'rejected'
           join lateral (select k.not_after from issued_certificate k
                          where k.tenant_id = c.tenant_id and k.charger_id = c.id and k.kind = 'charger' and k.revoked_at is null
                          order by k.not_after desc limit 1) newest on true
          where o.node_id = $1 and newest.not_after < server_time() + interval '30 days'
            and not exists (select from errand e where e.charger_id = c.id and e.kind = 'certificate' and e.state = 'open')
            and not exists (select from errand e where e.tenant_id = c.tenant_id and e.charger_id = c.id
                               and e.kind = 'certificate' and e.state = 'failed' and e.ended_at > server_time() - interval '7 days')
            and not exists (select from command m where m.tenant_id = c.tenant_id and m.charger_id = c.id
                               and m.kind = 'renew-certificate'
                               and m.created_at > server_time() - case when newest.not_after < server_time()
                                                                       then interval '10 minutes' else interval '1 day' end)
          order by newest.not_after limit 20`,
}

// The command's own end is looked at only where there is one that is newer than the change.
const selectUnsettled = {
  name: 'unsettled_passwords',
  text: `select c.id, c.tenant_id, c.identity, m.sent_at is not null as was_sent
           from charger c
           join lateral (select state, sent_at, ended_at from command m
                          where m.tenant_id = c.tenant_id and m.charger_id = c.id and m.kind = 'change-password'
                            and m.created_at >= c.pending_password_since - interval '1 second'
                          order by m.id desc limit 1) m on true
          where c.pending_password_sealed is not null and not c.pending_password_uncertain
            and m.state not in ('queued', 'sent') and m.ended_at < server_time() - interval '5 seconds'
          limit 100`,
}
