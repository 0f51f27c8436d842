import type { ListToKeep } from '#core/local-lists/keep-lists.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'

/**
 * The connected chargers whose list is to be looked at, of all tenants: those that have come back or started anew since
 * they were asked for its version, and those whose cards have changed since they were compared. Each is claimed, so that
 * no other node looks at it as well, and none while a list is on its way.
 */
export async function localListsToKeep(reader: PipelinedConnection, at: Temporal.Instant): Promise<ListToKeep[]> {
  const [back, changed] = [
    await reader.query<Row>(claimBack, []),
    await reader.query<Row>(claimChanged, [at.toString()]),
  ]
  return [
    ...back.rows.map((row) => ({ charger: refOf(row), why: 'came-back' as const })),
    ...changed.rows.map((row) => ({ charger: refOf(row), why: 'cards-changed' as const })),
  ]
}

type Row = { charger_id: number; tenant_id: number; identity: string }

function refOf({ charger_id, tenant_id, identity }: Row) {
  return { id: charger_id, tenant: tenant_id, identity }
}

const claimBack = {
  name: 'local_lists_of_chargers_that_came_back',
  text: `with due as (
           select c.tenant_id, c.id, c.identity, greatest(s.connection_changed_at, s.booted_at) as since from charger c
             join charger_state s on s.charger_id = c.id and s.connected
             left join local_list l on l.tenant_id = c.tenant_id and l.charger_id = c.id
            where c.local_list = 'automatic' and c.removed_at is null
              and (l.asked_at is null or greatest(s.connection_changed_at, s.booted_at) > l.asked_at)
            limit 500),
         claimed as (
           insert into local_list as l (tenant_id, charger_id, asked_at)
           select tenant_id, id, since from due where since is not null
           on conflict (tenant_id, charger_id) do update set asked_at = excluded.asked_at
            where l.asked_at is distinct from excluded.asked_at
           returning l.charger_id)
         select due.id as charger_id, due.tenant_id, due.identity from due join claimed on claimed.charger_id = due.id`,
}

// What never came to an end is tried again after ten minutes, what the charger would not take after an hour. A change
// that commits a little after it was made is not missed: half a minute is looked at twice, at the cost of a comparison.
const claimChanged = {
  name: 'local_lists_whose_cards_have_changed',
  text: `with due as (
           select c.tenant_id, c.id, c.identity, l.compared_at from charger c
             join charger_state s on s.charger_id = c.id and s.connected
             join local_list l on l.tenant_id = c.tenant_id and l.charger_id = c.id
            where c.local_list = 'automatic' and c.removed_at is null and l.state in ('current', 'outdated', 'failed')
              and l.confirmed_version is not null
              and (l.state = 'outdated' and l.compared_at < server_time() - interval '10 minutes'
                or l.state = 'failed' and l.compared_at < server_time() - interval '1 hour'
                or l.state = 'current' and exists (select from token t where t.tenant_id = c.tenant_id
                             and (t.modified_at > l.compared_at - interval '30 seconds'
                                  or (t.valid_from > l.compared_at and t.valid_from <= $1)
                                  or (t.valid_until > l.compared_at and t.valid_until <= $1))))
              -- Who has just looked at it may be about to ask.
              and coalesce(l.compared_at < server_time() - interval '3 seconds', true)
              and not exists (select from command k where k.tenant_id = c.tenant_id and k.charger_id = c.id
                                 and k.kind in ('send-local-list', 'read-local-list-version') and k.state in ('queued', 'sent'))
            limit 500),
         claimed as (
           update local_list l set compared_at = server_time() from due
            where l.tenant_id = due.tenant_id and l.charger_id = due.id
              and l.compared_at is not distinct from due.compared_at returning l.charger_id)
         select due.id as charger_id, due.tenant_id, due.identity from due join claimed on claimed.charger_id = due.id`,
}
