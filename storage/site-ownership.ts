import type { Log } from '#core/context.ts'
import type { SiteFence } from '#core/steering/steering-store.ts'
import { nodeLockClass } from './bus.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'

export type OwnedSite = SiteFence & { tenant: number }

/** `lost`: another node has it, it is handed over, or it is not live any more; resolves when nothing of it goes on here. */
export type OwnershipListener = {
  claimed?(site: OwnedSite): void
  lost?(site: OwnedSite): void | Promise<void>
  /** After each look: nodes may have come or gone. */
  looked?(): void
}

/**
 * Which live sites this node steers, and under which fence.
 *
 * A site is free when nobody has it, when its owner's node is gone, or when its owner has not said for 20 s that it still
 * works. Whoever takes it raises the fence; what the former owner writes is refused from then on. This node says every
 * 5 s that it works, from `start` to `close`, and lets its sites go then. Nodes share the sites evenly: each takes no
 * more than its share, but for what nobody else has taken, and hands over, a few at a time, while another has less by two
 * or more. All of it goes by real time, whatever clock chargers and records go by.
 */
export class SiteOwnership {
  readonly #node: number
  readonly #reader: PipelinedConnection
  readonly #log: Log
  readonly #changed: () => void
  readonly #sites = new Map<number, OwnedSite>()
  /** Being handed over: not ours any more, and nobody else's yet. */
  readonly #leaving = new Set<number>()
  readonly #listeners: OwnershipListener[] = []
  #nodes: readonly NodeAtWork[] = []
  #timer: NodeJS.Timeout | null = null
  #looking: Promise<void> | null = null
  #isAskedAgain = false

  /** `changed`: other nodes should look, too. */
  constructor(options: { node: number; reader: PipelinedConnection; log: Log; changed?: () => void }) {
    this.#node = options.node
    this.#reader = options.reader
    this.#log = options.log
    this.#changed = options.changed ?? (() => undefined)
  }

  onChange(listener: OwnershipListener): void {
    this.#listeners.push(listener)
  }

  get sites(): OwnedSite[] {
    return [...this.#sites.values()]
  }

  fenceOf(siteId: number): number | null {
    return this.#sites.get(siteId)?.fence ?? null
  }

  /** Whether other nodes steer sites of this database. */
  get hasOthers(): boolean {
    return this.#nodes.some(({ id }) => id !== this.#node)
  }

  /** Of all nodes that steer, one is the first: it does what is to be done once. */
  get isFirst(): boolean {
    return this.#nodes.length > 0 && this.#nodes.every(({ id }) => this.#node <= id)
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
    void this.#end(site)
  }

  /** Lets all sites go, so that another node need not wait for them. */
  async close(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    await this.#looking?.catch(() => undefined)
    const owned = this.sites
    this.#sites.clear()
    const wasAtWork = this.#nodes.length > 0
    this.#nodes = []
    await Promise.all(owned.map((site) => this.#end(site)))
    if (!wasAtWork || !this.#reader.connected) return
    await this.#reader.query(letGo, [...columnsOf(owned), this.#node]).catch(() => undefined)
    await this.#reader.query(leave, [this.#node]).catch(() => undefined)
    this.#tellLooked()
    this.#changed()
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
    const { rows: nodes } = await this.#reader.query<NodeAtWork & { live: number }>(sayAtWork, [
      this.#node,
      nodeLockClass,
      atWorkSeconds,
    ])
    this.#nodes = nodes
    const share = Math.ceil(nodes[0]!.live / nodes.length)
    const { rows } = await this.#reader.query<{ tenant_id: number; location_id: number; fence: number }>(claim, [
      this.#node,
      [...this.#sites.keys(), ...this.#leaving],
      nodeLockClass,
      patienceSeconds,
      Math.max(0, share - this.#sites.size),
    ])
    for (const row of rows) {
      const site = { siteId: row.location_id, tenant: row.tenant_id, fence: row.fence }
      this.#sites.set(site.siteId, site)
      this.#log.info({ siteId: site.siteId, fence: site.fence }, 'this node steers a site')
      for (const listener of this.#listeners) listener.claimed?.(site)
    }
    this.#tellLooked()
    if (rows.length > 0) return this.#changed()
    const others = nodes.filter(({ id }) => id !== this.#node)
    const least = Math.min(...others.map(({ sites }) => sites))
    for (const site of this.sites.slice(tooMany({ own: this.#sites.size, share, least }))) this.#handOver(site)
  }

  /** Its engine ends before another node may take it, so that what became of its grants is on record. */
  #handOver(site: OwnedSite): void {
    this.#sites.delete(site.siteId)
    this.#leaving.add(site.siteId)
    this.#log.info({ siteId: site.siteId }, 'this node hands a site over')
    this.#end(site)
      .then(() => this.#reader.query(letGo, [...columnsOf([site]), this.#node]))
      .catch((error) => this.#log.warn({ err: error, siteId: site.siteId }, 'a site could not be handed over'))
      .finally(() => {
        this.#leaving.delete(site.siteId)
        this.#changed()
      })
  }

  async #end(site: OwnedSite): Promise<void> {
    await Promise.allSettled(this.#listeners.map((listener) => listener.lost?.(site)))
  }

  #tellLooked(): void {
    for (const listener of this.#listeners) listener.looked?.()
  }
}

type NodeAtWork = { id: number; sites: number }

/** The place among a node's own sites, the oldest first, from which on it hands over: a tenth of what is too much, at a time. */
function tooMany({ own, share, least }: { own: number; share: number; least: number }): number {
  if (own <= share || own - least < 2 || !Number.isFinite(least)) return own
  return own - Math.ceil((own - share) / 10)
}

const renewMs = 5_000
const patienceSeconds = 20
/** A node that is about to lose its sites does not count as one that takes others. */
const atWorkSeconds = 12

function columnsOf(sites: readonly OwnedSite[]) {
  return [sites.map(({ tenant }) => tenant), sites.map(({ siteId }) => siteId), sites.map(({ fence }) => fence)]
}

const renew = {
  name: 'renew_sites',
  text: `update steering_owner o set renewed_at = clock_timestamp()
           from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as r(tenant_id, location_id, fence)
           join location l on l.tenant_id = r.tenant_id and l.id = r.location_id and l.is_live and l.removed_at is null
          where o.tenant_id = r.tenant_id and o.location_id = r.location_id and o.fence = r.fence and o.node_id = $4::int
          returning o.location_id, o.fence`,
}

/** Says that this node is at work; who else is, how many sites each has, and how many are live. */
const sayAtWork = {
  name: 'say_at_work',
  text: `with here as (
           insert into steering_node (node_id, heard_at) values ($1::int, clock_timestamp())
           on conflict (node_id) do update set heard_at = excluded.heard_at
           returning node_id
         ), live as (
           select tenant_id, id from location where is_live and removed_at is null
         ), at_work as (
           select node_id from here
           union
           select n.node_id from steering_node n
            where n.heard_at > clock_timestamp() - make_interval(secs => $3) and ${isThere('n', '$2')}
         )
         select n.node_id as id, (select count(*)::int from live) as live,
                (select count(*)::int from steering_owner o join live l on l.tenant_id = o.tenant_id and l.id = o.location_id
                  where o.node_id = n.node_id) as sites
           from at_work n order by n.node_id`,
}

/**
 * What is ours by the table and not known here was claimed by a statement whose answer was lost, or the site was not live
 * for a while: it is claimed anew, under a newer fence. What nobody takes for a while is taken by whoever looks, whatever
 * its share. A site whose owner writes at this moment is left for the next time: messages wait behind these statements,
 * so they never wait for anybody.
 */
const claim = {
  name: 'claim_sites',
  text: `with live as (
           select tenant_id, id from location where is_live and removed_at is null and not id = any($2::bigint[])
         ), free as (
           select o.tenant_id, o.location_id from steering_owner o
             join live l on l.tenant_id = o.tenant_id and l.id = o.location_id
            where o.node_id is null or o.node_id = $1::int
               or o.renewed_at <= clock_timestamp() - make_interval(secs => $4)
               or not ${isThere('o', '$3')}
            order by o.renewed_at, o.location_id limit $5::int
              for update of o skip locked
         ), forsaken as (
           select o.tenant_id, o.location_id from steering_owner o
             join live l on l.tenant_id = o.tenant_id and l.id = o.location_id
            where o.renewed_at <= clock_timestamp() - make_interval(secs => $4 + 4)
              for update of o skip locked
         ), taken as (
           update steering_owner o set fence = o.fence + 1, node_id = $1::int, claimed_at = server_time(),
                  renewed_at = clock_timestamp()
             from (select * from free union select * from forsaken) f
            where o.tenant_id = f.tenant_id and o.location_id = f.location_id
           returning o.tenant_id, o.location_id, o.fence
         ), added as (
           insert into steering_owner (tenant_id, location_id, node_id, fence)
           select l.tenant_id, l.id, $1::int, 1 from live l
            where not exists (select from steering_owner o where o.tenant_id = l.tenant_id and o.location_id = l.id)
            order by l.id limit greatest(0, $5::int - (select count(*) from free))
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

const leave = { name: 'leave_work', text: 'delete from steering_node where node_id = $1::int' }

/** Its process is connected: a node's presence is a lock that ends with its connection. */
function isThere(alias: string, lockClass: string): string {
  return `exists (select from pg_locks p where p.locktype = 'advisory' and p.classid = ${lockClass} and p.granted
            and p.objid = ${alias}.node_id
            and p.database = (select oid from pg_database where datname = current_database()))`
}
