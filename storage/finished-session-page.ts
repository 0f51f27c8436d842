import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { FinishedSessionsQuery } from '#core/sessions/read-finished-sessions.ts'
import { deepOffset, orderColumns, type RecordRanks, startOfPage } from './record-ranks.ts'
import type { Schema } from './schema.ts'

type Condition = RawBuilder<unknown>
type Window = { from: Temporal.Instant | null; to: Temporal.Instant | null }

/**
 * The record numbers on a page, and one more if there are more, as a query that reads indexes alone.
 *
 * It walks the index of the order. A window on another time than that of the order bounds this walk too, because the
 * times of a session lie near one another and near its publication. The few of which that is not so have an index of
 * their own and are added.
 */
export async function numbersOnPage(
  trx: Kysely<Schema>,
  ranks: RecordRanks,
  tenant: number,
  query: FinishedSessionsQuery & { chargers: readonly number[] | null },
): Promise<Condition> {
  const { chargers, filterBy, orderBy, order, from, to } = query
  const offset = (query.page - 1) * query.limit
  const column = sql.ref(orderColumns[orderBy])
  const direction = sql.raw(order)
  const sorted =
    orderBy === 'recordNo' ? sql`order by place ${direction}` : sql`order by place ${direction}, record_no ${direction}`
  const rows = (conditions: readonly Condition[]) =>
    sql`select ${column} as place, record_no from session where ${sql.join(conditions, sql` and `)}`
  const page = (rows: RawBuilder<unknown>, skip = offset) =>
    sql`select record_no from (${rows}) as f ${sorted} limit ${query.limit + 1} offset ${skip}`

  const asked = [
    sql`tenant_id = ${tenant}`,
    sql`record_no is not null`,
    ...(chargers === null ? [] : [sql`charger_id = any(${[...chargers]}::bigint[])`]),
    ...(query.connector === null ? [] : [sql`connector_number = ${query.connector}`]),
    ...(query.vehicleId === null ? [] : [sql`vehicle_shown = ${query.vehicleId}`]),
  ]
  const hasFew = chargers !== null || query.vehicleId !== null
  if (from === null && to === null) {
    const isDeep = offset >= deepOffset && !hasFew
    const start = isDeep ? await startOfPage(trx, ranks, tenant, { ...query, offset }) : null
    return start ? page(rows([...asked, start.condition]), start.skip) : page(rows(asked))
  }
  if (filterBy === 'insertedAt') asked.push(...(await publishedWithin(trx, tenant, { from, to })))
  else asked.push(...timesWithin(filterBy, { from, to }))
  if (hasFew || filterBy === orderBy || (filterBy === 'insertedAt' && orderBy === 'recordNo')) return page(rows(asked))

  const near =
    orderBy === 'recordNo'
      ? await publishedWithin(trx, tenant, wider({ from, to }, { before: 1, after: 48 }))
      : within(column, wider({ from, to }, { before: 49, after: 49 }))
  const isElsewhere = sql`(${sql.join(near, sql` and `)}) is not true`
  const most = sql`limit ${offset + query.limit + 1}`
  // Without the fence of its offset PostgreSQL would look for the few along the whole order.
  const few = sql`${rows([...asked, toldOddly, isElsewhere])} offset 0`
  return page(sql`(${rows([...asked, ...near])} ${sorted} ${most}) union all (${few})`)
}

// As the index session_told_oddly has it: no time of any other session is outside these hours.
const toldOddly = sql`(inserted_at - started_at > interval '48 hours' or inserted_at - ended_at > interval '48 hours'
  or started_at - inserted_at > interval '1 hour' or ended_at - inserted_at > interval '1 hour'
  or started_at is null or ended_at is null)`

function wider({ from, to }: Window, hours: { before: number; after: number }): Window {
  return {
    from: from?.subtract({ hours: hours.before }) ?? null,
    to: to?.add({ hours: hours.after }) ?? null,
  }
}

function timesWithin(filterBy: Exclude<FinishedSessionsQuery['filterBy'], 'insertedAt'>, window: Window): Condition[] {
  if (filterBy !== 'overlapping') return within(sql.ref(orderColumns[filterBy]), window)
  return [
    ...within(sql.ref('started_at'), { from: null, to: window.to }),
    ...within(sql.ref('ended_at'), { from: window.from, to: null }),
  ]
}

function within(column: RawBuilder<unknown>, { from, to }: Window): Condition[] {
  return [...(from ? [sql`${column} >= ${from}`] : []), ...(to ? [sql`${column} <= ${to}`] : [])]
}

/** What was published in a window has numbers in one row, since they are given in the order of publication. */
async function publishedWithin(trx: Kysely<Schema>, tenant: number, { from, to }: Window): Promise<Condition[]> {
  const edge = (at: Temporal.Instant | null, side: 'first' | 'last') => {
    const [sign, order] = side === 'first' ? [sql`>=`, sql`asc`] : [sql`<=`, sql`desc`]
    return sql`(select record_no from session
      where tenant_id = ${tenant} and record_no is not null and inserted_at ${sign} ${at}::timestamptz
      order by inserted_at ${order}, record_no ${order} limit 1)`
  }
  const { rows } = await sql<{ first: number | null; last: number | null }>`
    select ${edge(from, 'first')} as first, ${edge(to, 'last')} as last`.execute(trx)
  const { first, last } = rows[0]!
  return [
    ...(from ? [sql`record_no >= ${first ?? Number.MAX_SAFE_INTEGER}`] : []),
    ...(to ? [sql`record_no <= ${last ?? -1}`] : []),
  ]
}
