import { type Kysely, type Selectable, sql, type Transaction } from 'kysely'
import type { Schema } from './schema.ts'

export type Span = { from: Temporal.Instant; to: Temporal.Instant }
export type WhoseBlocks = { tenant: number; siteId: number }

/** A table of values of a site, each for a span of time, that never overlap. */
export type BlockTable<Block extends Span, Name extends 'price_block' | 'solar_block'> = {
  name: Name
  /** All columns but the site and the span. */
  columns: readonly { name: string; type: 'numeric' | 'float8' | 'text'; of(block: Block): unknown }[]
  blockFrom(row: Selectable<Schema[Name]>): Block
}

/** The blocks that reach into a span, ascending. */
export async function blocksBetween<Block extends Span, Name extends 'price_block' | 'solar_block'>(
  trx: Kysely<Schema>,
  { name, blockFrom }: BlockTable<Block, Name>,
  { tenant, siteId }: WhoseBlocks,
  { from, to }: Span,
): Promise<Block[]> {
  const { rows } = await sql<Selectable<Schema[Name]>>`
    select * from ${sql.table(name)}
     where tenant_id = ${tenant} and location_id = ${siteId}
       and to_at > ${from.toString()}::timestamptz and from_at < ${to.toString()}::timestamptz
     order by from_at`.execute(trx)
  return rows.map(blockFrom)
}

/**
 * What is stored in the span of these blocks goes; a block that reaches beyond the span keeps what lies outside. The
 * blocks are in order and apart from each other.
 */
export async function replaceBlocks<Block extends Span>(
  trx: Transaction<Schema>,
  { name, columns }: Pick<BlockTable<Block, 'price_block' | 'solar_block'>, 'name' | 'columns'>,
  { tenant, siteId }: WhoseBlocks,
  blocks: readonly Block[],
): Promise<void> {
  const [first, last] = [blocks[0], blocks.at(-1)]
  if (!first || !last) return
  const table = sql.table(name)
  const [from, to] = [sql`${first.from.toString()}::timestamptz`, sql`${last.to.toString()}::timestamptz`]
  const values = sql.join(columns.map((column) => sql.ref(column.name)))
  const arrays = sql.join(columns.map(({ type, of }) => sql`${blocks.map(of)}::${sql.raw(type)}[]`))
  await sql`
    with replaced as (
      delete from ${table}
       where tenant_id = ${tenant} and location_id = ${siteId} and from_at < ${to} and to_at > ${from}
      returning from_at, to_at, ${values})
    insert into ${table} (tenant_id, location_id, from_at, to_at, ${values})
    select ${tenant}::bigint, ${siteId}::bigint, from_at, ${from}, ${values} from replaced where from_at < ${from}
     union all
    select ${tenant}::bigint, ${siteId}::bigint, ${to}, to_at, ${values} from replaced where to_at > ${to}
     union all
    select ${tenant}::bigint, ${siteId}::bigint, k.* from unnest(
      ${blocks.map((block) => block.from.toString())}::timestamptz[], ${blocks.map((block) => block.to.toString())}::timestamptz[],
      ${arrays}) as k`.execute(trx)
}
