import type pg from 'pg'
import type { BackupHead, BackupTable } from './records.ts'

/**
 * The tables that a backup holds, partitions through their parents, in the order in which they can be filled: a table
 * comes after those that it refers to.
 *
 * Left out are columns that the database makes by itself, and transaction numbers, which mean nothing in another one.
 * The migrations that ran are not content either: a restored schema is made by them.
 */
export async function readTables(owner: pg.Client): Promise<BackupTable[]> {
  const { rows } = await owner.query<BackupTable & { refers_to: string[] }>(
    `select c.relname as name,
       array(select a.attname::text from pg_attribute a
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                and a.atttypid <> 'xid8'::regtype
              order by a.attnum) as columns,
       coalesce((select array_agg(a.attname::text order by k.place)
          from pg_index i cross join unnest(i.indkey::int[]) with ordinality as k(attnum, place)
          join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
         where i.indexrelid = (select min(i2.indexrelid::bigint) from pg_index i2
                                where i2.indrelid = c.oid and (i2.indisprimary
                                   or not exists (select from pg_index p where p.indrelid = c.oid and p.indisprimary)))),
         '{}') as "order",
       array(select distinct f.relname::text from pg_constraint k join pg_class f on f.oid = k.confrelid
              where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as refers_to
     from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname <> 'schema_migration'
    order by c.relname`,
  )
  return inOrderOfReference(rows).map(({ name, columns, order }) => ({ name, columns, order }))
}

/** The partitions with bounds, by their parents; the default ones are made by the migrations. */
export async function readPartitions(owner: pg.Client): Promise<BackupHead['partitions']> {
  const { rows } = await owner.query<{ table: string; name: string; bound: string }>(
    `select p.relname as table, c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bound
       from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
      where p.relnamespace = 'public'::regnamespace and p.relkind = 'p' order by c.relname`,
  )
  return rows.flatMap(({ table, name, bound }) => {
    const [, from, to] = /FROM \('([^']+)'\) TO \('([^']+)'\)/.exec(bound) ?? []
    if (from === undefined || to === undefined) return []
    return [{ table, name, from: Temporal.Instant.from(from).toString(), to: Temporal.Instant.from(to).toString() }]
  })
}

/** Where the sequences stand. They are ahead of what a snapshot shows, never behind. */
export async function readSequences(owner: pg.Client): Promise<{ name: string; value: number; isCalled: boolean }[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S' order by 1`,
  )
  const sequences = []
  for (const { name } of rows) {
    const { rows } = await owner.query<{ value: number; is_called: boolean }>(
      `select last_value as value, is_called from ${quoted(name)}`,
    )
    sequences.push({ name, value: rows[0]!.value, isCalled: rows[0]!.is_called })
  }
  return sequences
}

/**
 * Reads a table in an order that depends on its content only, so that equal contents have equal hashes.
 */
export async function copyStatement(owner: pg.Client, table: BackupTable): Promise<string> {
  const isText = new Set(
    (
      await owner.query<{ name: string }>(
        `select attname as name from pg_attribute
          where attrelid = $1::regclass and attcollation <> 0 and attnum > 0 and not attisdropped`,
        [quoted(table.name)],
      )
    ).rows.map((row) => row.name),
  )
  const order = [...new Set([...table.order, ...((await isUnique(owner, table)) ? [] : table.columns)])]
  const terms = order.map((column) => (isText.has(column) ? `${quoted(column)} collate "C"` : quoted(column)))
  return `copy (select ${table.columns.map(quoted).join(', ')} from ${quoted(table.name)} order by ${terms.join(', ')}) to stdout`
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

async function isUnique(owner: pg.Client, table: BackupTable): Promise<boolean> {
  const { rows } = await owner.query('select from pg_index where indrelid = $1::regclass and indisprimary', [
    quoted(table.name),
  ])
  return rows.length > 0
}

function inOrderOfReference<T extends { name: string; refers_to: string[] }>(tables: T[]): T[] {
  const placed: T[] = []
  let waiting = tables
  while (waiting.length > 0) {
    const known = new Set(placed.map(({ name }) => name))
    const ready = waiting.filter((table) => table.refers_to.every((name) => known.has(name)))
    if (ready.length === 0) throw new Error(`tables refer to each other: ${waiting.map(({ name }) => name).join(', ')}`)
    placed.push(...ready)
    waiting = waiting.filter((table) => !ready.includes(table))
  }
  return placed
}
