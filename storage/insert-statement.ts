import { ColumnBuffer, type ColumnOf } from './columns.ts'
import type { Statement } from './pipelined-connection.ts'
import type { WriteTable } from './write-tables.ts'

export type InsertStatement = Statement & {
  /** The parameters of the statement for these rows; valid until the next call. Throws for what cannot be stored. */
  values(rows: readonly unknown[]): unknown[]
}

/** The one statement that writes all rows of a table in a batch. */
export function insertStatement(table: WriteTable<never>): InsertStatement {
  const names = Object.keys(table.columns)
  const columns = Object.values(table.columns) as ColumnOf<unknown>[]
  const param = (name: string) => `$${names.indexOf(name) + 1}::${table.columns[name]![0]}[]`
  const stored = [
    ...names.filter((name) => !table.carried?.includes(name)),
    ...Object.keys(table.derived ?? {}).filter((name) => !names.includes(name)),
  ]
  const buffers = columns.map(() => new ColumnBuffer())
  const keyOf = table.keyOf as ((row: unknown) => string) | undefined

  const insert = `insert into ${table.name} (${stored.join(', ')})
      select ${stored.map((name) => table.derived?.[name] ?? `r.${name}`).join(', ')}
        from unnest(${names.map(param).join(', ')}) as r(${names.join(', ')})
      ${table.onConflict}`

  return {
    name: `insert_${table.name}`,
    text: table.exact ? allOrError(insert, names.length + 1) : insert,
    values: (rows) => {
      const merged = keyOf ? lastOfEach(rows, keyOf) : rows
      const encoded = columns.map((column, index) => buffers[index]!.encode(merged, column))
      return table.exact ? [...encoded, merged.length] : encoded
    },
  }
}

/** Divides by zero unless every row was written, so that a COMMIT that was sent along with it rolls back. */
function allOrError(insert: string, count: number): string {
  return `with written as (${insert} returning 1)
    select 1 / (case when (select count(*) from written) = $${count}::int then 1 else 0 end)`
}

/** An upsert may not touch a row twice; the last of a key wins. */
export function lastOfEach<Row>(rows: readonly Row[], keyOf: (row: Row) => string): readonly Row[] {
  if (rows.length < 2) return rows
  const byKey = new Map<string, Row>()
  for (const row of rows) byKey.set(keyOf(row), row)
  return byKey.size === rows.length ? rows : [...byKey.values()]
}
