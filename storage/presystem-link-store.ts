import { type Kysely, type Transaction as KyselyTransaction, type Selectable, sql } from 'kysely'
import type { PresystemLink, PresystemLinkStore, PresystemLinkWriter } from '#core/vdv463/presystem-link.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** The planning systems that are told of sites, of one tenant. */
export function presystemLinkStore(db: Kysely<Schema>, tenant: number): PresystemLinkStore {
  return {
    list: (siteId) =>
      inTenant(db, tenant, async (trx) => {
        const rows = trx
          .selectFrom('presystem_link')
          .selectAll()
          .where('tenant_id', '=', tenant)
          .where('location_id', '=', siteId)
          .orderBy('client')
        return (await rows.execute()).map(linkFrom)
      }),
  }
}

export function presystemLinkWriter(trx: KyselyTransaction<Schema>, tenant: number): PresystemLinkWriter {
  return {
    async note({ siteId, client, presystem, connectedAt, disconnectedAt, sentAt, confirmedAt, failingSince, error }) {
      const said = {
        ...{ presystem, connected_at: connectedAt, disconnected_at: disconnectedAt, sent_at: sentAt },
        ...{ confirmed_at: confirmedAt, failing_since: failingSince, error },
      }
      await trx
        .insertInto('presystem_link')
        .values({ tenant_id: tenant, location_id: siteId, client, ...said })
        .onConflict((conflict) =>
          conflict
            .columns(['tenant_id', 'location_id', 'client'])
            .doUpdateSet({ ...said, seen_at: sql`server_time()` })
            // What an earlier connection has to say comes too late.
            .where('presystem_link.connected_at', '<=', connectedAt),
        )
        .execute()
    },
  }
}

function linkFrom(row: Selectable<Schema['presystem_link']>): PresystemLink {
  return {
    siteId: row.location_id,
    client: row.client,
    presystem: row.presystem,
    connectedAt: row.connected_at,
    disconnectedAt: row.disconnected_at,
    seenAt: row.seen_at,
    sentAt: row.sent_at,
    confirmedAt: row.confirmed_at,
    failingSince: row.failing_since,
    error: row.error,
  }
}
