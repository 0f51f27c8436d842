import { type Kysely, type Transaction as KyselyTransaction, sql } from 'kysely'
import type { FeedReportStore, FeedReportWriter, ReportKey, ReportStatus } from '#core/limit-feeds/feed-report.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** Which reports feeds have sent, of one tenant. */
export function feedReportStore(db: Kysely<Schema>, tenant: number): FeedReportStore {
  return {
    reports: (feedId, since) =>
      inTenant(db, tenant, async (trx) => {
        const rows = trx
          .selectFrom('feed_report')
          .selectAll()
          .where('tenant_id', '=', tenant)
          .where('feed_id', '=', feedId)
          .where('due_at', '>=', since)
          .orderBy('due_at')
        return (await rows.execute()).map((row) => ({
          ...{ eventId: row.event_id, request: row.request, dueAt: row.due_at, state: row.state },
          ...{ attempts: row.attempts, attemptedAt: row.attempted_at, nextAt: row.next_at, error: row.error },
        }))
      }),
    reportStatus: (feedId) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<ReportStatus & { reports: number }>`
          select count(*)::int as reports,
                 max(attempted_at) filter (where state = 'sent') as "lastSentAt",
                 count(*) filter (where state in ('sending', 'waiting') and due_at > server_time() - interval '1 day')::int as waiting,
                 (array_agg(error order by attempted_at desc))[1] as error
            from feed_report where tenant_id = ${tenant} and feed_id = ${feedId}`.execute(trx)
        const { reports, ...status } = rows[0]!
        return reports === 0 ? null : status
      }),
  }
}

export function feedReportWriter(trx: KyselyTransaction<Schema>, tenant: number): FeedReportWriter {
  return {
    async beginReport(feedId, key, { number, nextAt }) {
      if (number > 1) {
        const begun = await trx
          .updateTable('feed_report')
          .set({ state: 'sending', attempts: number, attempted_at: sql`server_time()`, next_at: nextAt })
          .where(isReport(tenant, feedId, key))
          .where('attempts', '=', number - 1)
          .where('state', 'in', ['sending', 'waiting'])
          .executeTakeFirst()
        return begun.numUpdatedRows === 1n
      }
      await sql`delete from feed_report where tenant_id = ${tenant} and feed_id = ${feedId}
                   and due_at < server_time() - interval '30 days'`.execute(trx)
      const begun = await trx
        .insertInto('feed_report')
        .values({
          ...{ tenant_id: tenant, feed_id: feedId, event_id: key.eventId, request: key.request, due_at: key.dueAt },
          ...{ state: 'sending', attempts: number, next_at: nextAt, error: null },
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return begun.numInsertedOrUpdatedRows === 1n
    },
    async settleReport(feedId, key, { state, error }) {
      await trx
        .updateTable('feed_report')
        .set({ state, error })
        .where(isReport(tenant, feedId, key))
        .execute()
    },
  }
}

function isReport(tenant: number, feedId: number, { eventId, request, dueAt }: ReportKey) {
  return sql<boolean>`tenant_id = ${tenant} and feed_id = ${feedId} and event_id = ${eventId}
    and request = ${request} and due_at = ${dueAt}`
}
