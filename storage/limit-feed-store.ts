import { type Kysely, type Transaction as KyselyTransaction, type Selectable, sql } from 'kysely'
import type { LimitFeed, LimitFeedSettings, LimitFeedStore, LimitFeedWriter } from '#core/limit-feeds/limit-feed.ts'
import { feedReportStore, feedReportWriter } from './feed-report-store.ts'
import { inTenant } from './in-tenant.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'
import type { Schema } from './schema.ts'

/** From where limits are fetched, of one tenant. */
export function limitFeedStore(db: Kysely<Schema>, tenant: number): LimitFeedStore {
  const inOne = <T>(work: (trx: Kysely<Schema>) => Promise<T>) => inTenant(db, tenant, work)
  const feeds = (trx: Kysely<Schema>) =>
    trx.selectFrom('limit_feed').selectAll().where('tenant_id', '=', tenant).where('removed_at', 'is', null)
  return {
    ...feedReportStore(db, tenant),
    list: (siteId) =>
      inOne(async (trx) => {
        const rows = await feeds(trx).where('location_id', '=', siteId).orderBy('name').orderBy('id').execute()
        return rows.map(feedFrom)
      }),
    byId: (id) =>
      inOne(async (trx) => {
        const row = await feeds(trx).where('id', '=', id).executeTakeFirst()
        return row ? feedFrom(row) : null
      }),
  }
}

/** The same as doors and the feeds themselves write it, in one transaction. */
export function limitFeedWriter(trx: KyselyTransaction<Schema>, tenant: number): LimitFeedWriter {
  return {
    ...feedReportWriter(trx, tenant),
    async add({ siteId, circuitId, protocol, name, settings }, secretSealed) {
      const row = await trx
        .insertInto('limit_feed')
        .values({
          ...{ tenant_id: tenant, location_id: siteId, circuit_id: circuitId, protocol, name },
          ...{ settings: JSON.stringify(settings), secret_sealed: secretSealed },
        })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst()
      return row ? feedFrom(row) : null
    },
    async remove(id) {
      const row = await trx
        .updateTable('limit_feed')
        .set({ removed_at: sql`server_time()`, secret_sealed: null })
        .where('tenant_id', '=', tenant)
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .returningAll()
        .executeTakeFirst()
      return row ? feedFrom(row) : null
    },
    async noteHeard(id) {
      const { rows } = await sql`update limit_feed set heard_at = server_time(), failing_since = null, error = null
        where tenant_id = ${tenant} and id = ${id} and removed_at is null returning id`.execute(trx)
      return rows.length > 0
    },
    async noteFailed(id, error) {
      await sql`update limit_feed set failing_since = coalesce(failing_since, server_time()), error = ${error}
        where tenant_id = ${tenant} and id = ${id}`.execute(trx)
    },
  }
}

/** A feed that this node is to run, of whichever tenant. */
export type HeldLimitFeed = { tenant: number; feed: LimitFeed; secretSealed: Buffer }

/**
 * The feeds of all tenants that this node runs from now on: those that it has run before, and those whose node has not
 * been heard of for half a minute.
 */
export async function holdLimitFeeds(reader: PipelinedConnection, node: number): Promise<HeldLimitFeed[]> {
  const { rows } = await reader.query<Selectable<Schema['limit_feed']>>(hold, [node])
  return rows.flatMap((row) =>
    row.secret_sealed === null ? [] : [{ tenant: row.tenant_id, feed: feedFrom(row), secretSealed: row.secret_sealed }],
  )
}

/** Lets other nodes have them at once. */
export async function releaseLimitFeeds(reader: PipelinedConnection, node: number): Promise<void> {
  await reader.query(release, [node])
}

const hold = {
  name: 'hold_limit_feeds',
  text: `update limit_feed set node_id = $1, held_until = server_time() + interval '30 seconds'
          where removed_at is null
            and (node_id = $1 or node_id is null or held_until is null or held_until < server_time())
         returning *`,
}

const release = {
  name: 'release_limit_feeds',
  text: `update limit_feed set held_until = null, node_id = null where node_id = $1`,
}

function feedFrom(row: Selectable<Schema['limit_feed']>): LimitFeed {
  return {
    id: row.id,
    siteId: row.location_id,
    circuitId: row.circuit_id,
    protocol: row.protocol,
    name: row.name,
    settings: row.settings as LimitFeedSettings,
    heardAt: row.heard_at,
    failingSince: row.failing_since,
    error: row.error,
  }
}
