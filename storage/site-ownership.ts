import type { Log } from '#core/context.ts'
import type { SiteFence } from '#core/steering/steering-store.ts'
import { nodeLockClass } from './bus.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'

export type OwnedSite = SiteFence & { tenant: number }

/**
 * Which live sites this node steers, and under which fence.
 *
 * A site is free when nobody has it, when its owner's node is gone, or when its owner has not said for 20 s that it still
 * works. Whoever takes it raises the fence; what the former owner writes is refused from then on. This node says every
 * 5 s that it works, from `start` to `close`, and lets its sites go then.
 */
export class SiteOwnership {
  readonly #node: number
  readonly #reader: PipelinedConnection
  readonly #log: Log
  readonly #sites = new Map<number, OwnedSite>()
  #timer: NodeJS.Timeout | null = null
  #looking: Promise<void> | null = null
  #isAskedAgain = false
  #onClaimed: (site: OwnedSite) => void = () => undefined
  #onLost: (site: OwnedSite) => void = () => undefined

  constructor(options: { node: number; reader: PipelinedConnection; log: Log }) {
    this.#node = options.node
    this.#reader = options.reader
    this.#log = options.log
  }

  /** `lost`: another node has it, or it is not live any more; nothing may be written for it under its fence. */
  onChange(tell: { claimed: (site: OwnedSite) => void; lost: (site: OwnedSite) => void }): void {
    this.#onClaimed = tell.claimed
    this.#onLost = tell.lost
  }

  get sites(): OwnedSite[] {
    return [...this.#sites.values()]
  }

  fenceOf(siteId: number): number | null {
    return this.#sites.get(siteId)?.fence ?? null
  }

  start(): void {
    this.#timer ??= setInterval(() => this.look(), renewMs)
    this.look()
  }

  /** Renews and claims now, when it has been started. */
  look(): void {
    if (!this.#timer) return
    this.renewAndClaim().catch((error) => this.#log.warn({ err: error }, 'the sites of this node could not be renewed'))
  }

  /** One at a time; asked meanwhile, it looks once more. */
  async renewAndClaim(): Promise<void> {
    if (this.#looking) {
      this.#isAskedAgain = true
      return this.#looking
    }
    this.#looking = this.#renewAndClaim()
    try {
      await this.#looking
    } finally {
      this.#looking = null
    }
    if (this.#isAskedAgain) {
      this.#isAskedAgain = false
      await this.renewAndClaim()
    }
  }

  /** Another engine wrote under a newer fence: the site is not ours any more. */
  lost(siteId: number): void {
    const site = this.#sites.get(siteId)
    if (!site) return
    this.#sites.delete(siteId)
    this.#onLost(site)
  }

  /** Lets all sites go, so that another node need not wait for them. */
  async close(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    await this.#looking?.catch(() => undefined)
    const owned = this.sites
    this.#sites.clear()
    if (owned.length === 0 || !this.#reader.connected) return
    await this.#reader.query(letGo, [...columnsOf(owned), this.#node]).catch(() => undefined)
  }

  async #renewAndClaim(): Promise<void> {
    const asked = this.sites
    if (asked.length > 0) {
      const { rows } = await this.#reader.query<{ location_id: number; fence: number }>(renew, [
        ...columnsOf(asked),
        this.#node,
      ])
      const renewed = new Map(rows.map((row) => [row.location_id, row.fence]))
      for (const { siteId, fence } of asked) if (renewed.get(siteId) !== fence) this.lost(siteId)
    }
    const { rows } = await this.#reader.query<{ tenant_id: number; location_id: number; fence: number }>(claim, [
      this.#node,
      this.sites.map(({ siteId }) => siteId),
      nodeLockClass,
      patienceSeconds,
    ])
    for (const row of rows) {
      const site = { siteId: row.location_id, tenant: row.tenant_id, fence: row.fence }
      this.#sites.set(site.siteId, site)
      this.#log.info({ siteId: site.siteId, fence: site.fence }, 'this node steers a site')
      this.#onClaimed(site)
    }
  }
}

const renewMs = 5_000
const patienceSeconds = 20

function columnsOf(sites: readonly OwnedSite[]) {
  return [sites.map(({ tenant }) => tenant), sites.map(({ siteId }) => siteId), sites.map(({ fence }) => fence)]
}

const renew = {
  name: 'renew_sites',
  text: `update steering_owner o set renewed_at = server_time()
           from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as r(tenant_id, location_id, fence)
           join location l on l.tenant_id = r.tenant_id and l.id = r.location_id and l.is_live and l.removed_at is null
          where o.tenant_id = r.tenant_id and o.location_id = r.location_id and o.fence = r.fence and o.node_id = $4::int
          returning o.location_id, o.fence`,
}

/**
 * What is ours by the table and not known here was claimed by a statement whose answer was lost, or the site was not live
 * for a while: it is claimed anew, under a newer fence. A site whose owner writes at this moment is left for the next
 * time: messages wait behind these statements, so they never wait for anybody.
 */
const claim = {
  name: 'claim_sites',
  text: `with live as (
           select tenant_id, id from location where is_live and removed_at is null and not id = any($2::bigint[])
         ), free as (
           select o.tenant_id, o.location_id from steering_owner o
             join live l on l.tenant_id = o.tenant_id and l.id = o.location_id
            where o.node_id is null or o.node_id = $1::int
               or o.renewed_at <= server_time() - make_interval(secs => $4)
               or not exists (select from pg_locks p where p.locktype = 'advisory' and p.classid = $3 and p.granted
                    and p.objid = o.node_id
                    and p.database = (select oid from pg_database where datname = current_database()))
              for update of o skip locked
         ), taken as (
           update steering_owner o set fence = o.fence + 1, node_id = $1::int, claimed_at = server_time(),
                  renewed_at = server_time()
             from free f where o.tenant_id = f.tenant_id and o.location_id = f.location_id
           returning o.tenant_id, o.location_id, o.fence
         ), added as (
           insert into steering_owner (tenant_id, location_id, node_id, fence)
           select l.tenant_id, l.id, $1::int, 1 from live l
            where not exists (select from steering_owner o where o.tenant_id = l.tenant_id and o.location_id = l.id)
           on conflict do nothing
           returning tenant_id, location_id, fence
         )
         select * from taken union all select * from added`,
}

const letGo = {
  name: 'let_sites_go',
  text: `update steering_owner o set node_id = null
           from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as r(tenant_id, location_id, fence)
          where o.tenant_id = r.tenant_id and o.location_id = r.location_id and o.fence = r.fence and o.node_id = $4::int`,
}
