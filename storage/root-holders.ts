import type { ChargerRef } from '#core/context.ts'
import type { Owner } from './certificate-own.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'

/** A charger that has to trust a root of ours, with the names of the roots for this server that it has in it. */
export type RootHolder = { charger: ChargerRef; held: ReadonlySet<string> }

/** All chargers that come by TLS, or are being moved there, of every tenant or of one. */
export async function rootHolders({ asOwner }: Owner, tenant: number | null = null): Promise<RootHolder[]> {
  return asOwner(async (owner) => {
    const { rows } = await owner.query<Row>(
      `${holders} where ($1::bigint is null or c.tenant_id = $1) and c.removed_at is null and c.lifecycle <> 'deprecated'
         and (c.security_profile >= 2 or c.next_security_profile >= 2)
       group by c.tenant_id, c.id`,
      [tenant],
    )
    return rows.map(holderOf)
  })
}

/**
 * The connected chargers of this node among them that were not asked to install one of these roots within a day; within
 * an hour, when they did not answer.
 */
export async function rootHoldersToAsk(
  reader: PipelinedConnection,
  { node, pems }: { node: number; pems: readonly string[] },
): Promise<RootHolder[]> {
  const { rows } = await reader.query<Row>(selectToAsk, [node, pems])
  return rows.map(holderOf)
}

/** Chains of the good certificates by which chargers show who they are. */
export async function goodCertificates(
  { asOwner }: Owner,
  tenant: number | null = null,
): Promise<{ chargerId: number; chain: string }[]> {
  return asOwner(async (owner) => {
    const { rows } = await owner.query<{ chargerId: number; chain: string }>(
      `select k.charger_id as "chargerId", k.chain from issued_certificate k
         join charger c on c.tenant_id = k.tenant_id and c.id = k.charger_id and c.removed_at is null
        where k.kind = 'charger' and k.revoked_at is null and k.not_after > server_time()
          and ($1::bigint is null or k.tenant_id = $1)`,
      [tenant],
    )
    return rows
  })
}

type Row = { id: number; tenant_id: number; identity: string; held: string[] }

function holderOf({ id, tenant_id, identity, held }: Row): RootHolder {
  return { charger: { id, tenant: tenant_id, identity }, held: new Set(held) }
}

const holders = `
  select c.id, c.tenant_id, c.identity,
         coalesce(array_agg(i.item_key) filter (where i.item_key is not null), '{}') as held
    from charger c
    left join installed_item i on i.tenant_id = c.tenant_id and i.charger_id = c.id and i.kind = 'certificate'
                              and i.item_key like 'CSMSRootCertificate/%'`

const selectToAsk = {
  name: 'root_holders_to_ask',
  text: `${holders}
    join charger_owner o on o.charger_id = c.id and o.node_id = $1
    join charger_state s on s.charger_id = c.id and s.connected and s.booted_at is not null
   where c.removed_at is null and c.registration = 'accepted'
     and (c.security_profile >= 2 or c.next_security_profile >= 2)
     and not exists (select from command m
                      where m.tenant_id = c.tenant_id and m.charger_id = c.id and m.kind = 'install-certificate'
                        and m.params->>'pem' = any($2::text[])
                        and m.created_at > server_time() - case when m.state in ('queued', 'sent', 'accepted', 'refused')
                                                                then interval '1 day' else interval '1 hour' end)
   group by c.tenant_id, c.id
   order by c.id`,
}
