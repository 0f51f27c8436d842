import { type DatabaseCheck, ok, warn } from '../finding.ts'

export const transactions: DatabaseCheck = {
  name: 'transactions',
  async look(owner) {
    const { rows } = await owner.query<{ pid: number; name: string; minutes: number; waits: boolean }>(
      `select pid, coalesce(nullif(application_name, ''), usename, 'unknown') as name, wait_event_type = 'Lock' as waits,
              (extract(epoch from now() - xact_start) / 60)::int as minutes
         from pg_stat_activity
        where datname = current_database() and xact_start < now() - interval '10 minutes' and pid <> pg_backend_pid()
        order by xact_start limit 5`,
    )
    if (rows.length === 0) return [ok('No transaction has been open for long.')]
    return rows.map(({ pid, name, minutes, waits }) =>
      warn(
        `${name} (process ${pid} of PostgreSQL) has had a transaction open for ${minutes} minutes${waits ? ', waiting for a lock' : ''}.`,
        `A backup may take long. Anything else keeps the database from cleaning up: end it with "select pg_terminate_backend(${pid})".`,
      ),
    )
  },
}
