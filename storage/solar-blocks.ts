import { type Kysely, type Transaction as KyselyTransaction, sql } from 'kysely'
import type { SolarBlock } from '#core/planner/feeds/solar.ts'
import type { Schema } from './schema.ts'

type Whose = { tenant: number; siteId: number }

/** The blocks that reach into a span, ascending. */
export async function solarBetween(
  trx: Kysely<Schema>,
  { tenant, siteId }: Whose,
  { from, to }: { from: Temporal.Instant; to: Temporal.Instant },
): Promise<SolarBlock[]> {
  const rows = await trx
    .selectFrom('solar_block')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('location_id', '=', siteId)
    .where('to_at', '>', from)
    .where('from_at', '<', to)
    .orderBy('from_at')
    .execute()
  return rows.map(({ from_at, to_at, power_w }) => ({ from: from_at, to: to_at, powerW: power_w }))
}

/**
 * What is stored in the span of these blocks goes; a block that reaches beyond the span keeps what lies outside. The
 * blocks are in order and apart from each other.
 */
export async function writeSolar(
  trx: KyselyTransaction<Schema>,
  { tenant, siteId }: Whose,
  blocks: readonly SolarBlock[],
): Promise<void> {
  const [first, last] = [blocks[0], blocks.at(-1)]
  if (!first || !last) return
  const [from, to] = [sql`${first.from.toString()}::timestamptz`, sql`${last.to.toString()}::timestamptz`]
  await sql`
    with replaced as (
      delete from solar_block
       where tenant_id = ${tenant} and location_id = ${siteId} and from_at < ${to} and to_at > ${from}
      returning from_at, to_at, power_w)
    insert into solar_block (tenant_id, location_id, from_at, to_at, power_w)
    select ${tenant}::bigint, ${siteId}::bigint, from_at, ${from}, power_w from replaced where from_at < ${from}
     union all
    select ${tenant}::bigint, ${siteId}::bigint, ${to}, to_at, power_w from replaced where to_at > ${to}
     union all
    select ${tenant}::bigint, ${siteId}::bigint, k.* from unnest(
      ${blocks.map((block) => block.from.toString())}::timestamptz[], ${blocks.map((block) => block.to.toString())}::timestamptz[],
      ${blocks.map((block) => block.powerW)}::float8[]) as k`.execute(trx)
}
