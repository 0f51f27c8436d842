import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { FinishedSessionsQuery } from '#core/sessions/read-finished-sessions.ts'
import { addTo, type Buckets, noBuckets, placeIn } from './rank-buckets.ts'
import type { Schema } from './schema.ts'

export const orderColumns = { recordNo: 'record_no', startedAt: 'started_at', endedAt: 'ended_at' } as const

/** Records are counted by thousand of their numbers, or by hour of their times. */
export type RecordRanks = Map<string, Counted>

type Counted = { newest: number; moves: string; withoutTime: number; buckets: Buckets }
type Asked = Pick<FinishedSessionsQuery, 'connector' | 'orderBy' | 'order'> & { offset: number }

/** From here on it is worth knowing where a page begins. */
export const deepOffset = 20_000

/** Where a page far from the beginning begins: what bounds the walk of the index, and what is left to skip there. */
export async function startOfPage(
  trx: Kysely<Schema>,
  ranks: RecordRanks,
  tenant: number,
  { connector, orderBy, order, offset }: Asked,
): Promise<{ condition: RawBuilder<unknown>; skip: number } | null> {
  const { buckets, withoutTime } = await countAll(trx, ranks, { tenant, connector, orderBy })
  if (withoutTime > 0) return null
  const place = placeIn(buckets, order, offset)
  if (!place) return { condition: sql`false`, skip: 0 }
  const edge = order === 'asc' ? place.bucket : place.bucket + 1
  const at = orderBy === 'recordNo' ? sql`${edge * numbersWide}` : sql`${hourAt(edge)}::timestamptz`
  return {
    condition: sql`${sql.ref(orderColumns[orderBy])} ${order === 'asc' ? sql`>=` : sql`<`} ${at}`,
    skip: place.skip,
  }
}

const numbersWide = 1_000
const hourMs = 3_600_000

function hourAt(hour: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(hour * hourMs)
}

/**
 * What was published since the last time is added, since numbers are given in the order of publication. When a record
 * has got other times or another connector meanwhile, all of them are counted anew.
 */
async function countAll(
  trx: Kysely<Schema>,
  ranks: RecordRanks,
  { tenant, connector, orderBy }: Pick<Asked, 'connector' | 'orderBy'> & { tenant: number },
): Promise<Counted> {
  const key = `${tenant} ${connector} ${orderBy}`
  const moves = await movesOf(trx, tenant)
  const known = ranks.get(key)
  const counted = known?.moves === moves ? known : { newest: -1, moves, withoutTime: 0, buckets: noBuckets() }
  const { newest } = counted
  const column = sql.ref(orderColumns[orderBy])
  const { rows } = await sql<{ bucket: number | Temporal.Instant | null; count: number; newest: number }>`
    select ${orderBy === 'recordNo' ? sql`record_no / ${sql.lit(numbersWide)}` : sql`date_bin('1 hour', ${column}, 'epoch')`} as bucket,
           count(*)::int as count, max(record_no) as newest from session
     where tenant_id = ${tenant} and record_no is not null and record_no > ${newest}
           ${connector === null ? sql`` : sql`and connector_number = ${connector}`} group by 1`.execute(trx)
  // Another request may have added the same meanwhile.
  if (counted.newest !== newest) return counted
  const added: { bucket: number; count: number }[] = []
  for (const { bucket, count, newest } of rows) {
    counted.newest = Math.max(counted.newest, newest)
    if (bucket === null) counted.withoutTime += count
    else added.push({ bucket: typeof bucket === 'number' ? bucket : bucket.epochMilliseconds / hourMs, count })
  }
  addTo(counted.buckets, added)
  if (counted.newest >= 0) ranks.set(key, counted)
  return counted
}

/** Never the same again after a move: numbers of moves may come in any order, and retention makes one new one of many. */
async function movesOf(trx: Kysely<Schema>, tenant: number): Promise<string> {
  const { rows } = await sql<{ moves: string }>`
    select concat(count(*), ' ', max(id)) as moves from session_move where tenant_id = ${tenant}`.execute(trx)
  return rows[0]!.moves
}
