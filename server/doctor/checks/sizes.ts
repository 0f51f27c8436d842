import { type DatabaseCheck, info } from '../finding.ts'

export const sizes: DatabaseCheck = {
  name: 'size',
  async look(owner) {
    const { rows } = await owner.query<{ name: string; bytes: number }>(
      `select p.relname as name, sum(pg_total_relation_size(coalesce(i.inhrelid, p.oid)))::bigint as bytes
         from pg_class p left join pg_inherits i on i.inhparent = p.oid and p.relkind = 'p'
        where p.relnamespace = 'public'::regnamespace and p.relkind in ('r', 'p') and not p.relispartition
        group by p.relname order by bytes desc`,
    )
    const all = rows.reduce((sum, { bytes }) => sum + bytes, 0)
    const largest = rows.slice(0, 3).map(({ name, bytes }) => `${name} ${megabytes(bytes)}`)
    return [
      info(
        `The tables take ${megabytes(all)}; the largest are ${largest.join(', ')}.`,
        '"voltyard retention" shows and sets how long they are kept.',
      ),
    ]
  },
}

function megabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`
}
