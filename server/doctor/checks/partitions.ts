import { bad, type DatabaseCheck, ok, warn } from '../finding.ts'

export const partitions: DatabaseCheck = {
  name: 'partitions',
  async look(owner) {
    const { rows } = await owner.query<{ table: string; next: boolean; strays: boolean }>(
      `select p.relname as table,
              bool_or(pg_get_expr(c.relpartbound, c.oid) ~ 'FROM'
                and (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \\(''([^'']+)'))[1]::timestamptz
                    > now() + interval '7 days') as next
         from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
        where p.relnamespace = 'public'::regnamespace and p.relkind = 'p' group by p.relname order by p.relname`,
    )
    const late = rows.filter(({ next }) => !next).map(({ table }) => table)
    if (late.length > 0) {
      const todo = 'The server makes them while it runs; its log says why it cannot.'
      return [bad(`The partitions of the coming week are missing (${late.join(', ')}).`, todo)]
    }
    const strays: string[] = []
    for (const { table } of rows) {
      const { rows: stray } = await owner.query<{ recent: boolean }>(
        `select exists (select from ${table}_default where at > now() - interval '30 days' and at < now()) as recent`,
      )
      if (stray[0]!.recent) strays.push(table)
    }
    if (strays.length === 0) return [ok('The tables of the coming weeks are made.')]
    const todo = 'Harmless, but slower and removed row by row. A restart moves what it has a partition for.'
    return [warn(`Rows of these weeks lie outside their partitions (${strays.join(', ')}).`, todo)]
  },
}
