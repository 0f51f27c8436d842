import type { Member } from './group-commit.ts'
import { insertStatement, lastOfEach } from './insert-statement.ts'
import type { Statement } from './pipelined-connection.ts'
import { type SessionRow, type WriteTables, writeTables } from './write-tables.ts'

export type Step = { statement: Statement; values(): unknown[] }

export const begin: Statement = { name: 'begin', text: 'begin' }
export const commit: Statement = { name: 'commit', text: 'commit' }
export const rollback: Statement = { name: 'rollback', text: 'rollback' }
export const lockFences: Statement = {
  name: 'lock_fences',
  text: `with marked as (update node set last_batch = $3::bigint where id = $2::int)
         select charger_id, fence from charger_owner where charger_id = any($1::bigint[]) order by charger_id for share`,
}
// Divides by zero when a member's fence is not the one in force.
export const checkFences: Statement = {
  name: 'check_fences',
  text: `with marked as (update node set last_batch = $4::bigint where id = $3::int),
              owned as (select charger_id, fence from charger_owner
                         where charger_id = any($1::bigint[]) order by charger_id for share)
         select 1 / (case when exists (
                  select from unnest($1::bigint[], $2::bigint[]) as held(charger_id, fence)
                    left join owned o on o.charger_id = held.charger_id
                   where o.fence is distinct from held.fence) then 0 else 1 end)`,
}
export const selectLastBatch: Statement = {
  name: 'select_last_batch',
  text: 'select last_batch from node where id = $1::int for update',
}
const lockPublication: Statement = {
  name: 'lock_publication',
  text: `select pg_advisory_xact_lock(${publicationLock()})`,
}
// Rounded up, so that a record never bears a time before the moment at which it was decided.
const stampPublication: Statement = {
  name: 'stamp_publication',
  text: `update publication set last_inserted_at =
           greatest(last_inserted_at, date_trunc('milliseconds', server_time() + interval '999 microseconds'))`,
}

/** Advisory lock of the publication of records: writers take it alone, readers of a window share it. */
export function publicationLock(): number {
  return 7_002
}

const statements = Object.fromEntries(
  Object.entries(writeTables).map(([name, table]) => [name, insertStatement(table as never)]),
) as Record<keyof WriteTables, ReturnType<typeof insertStatement>>

/** The statements of a batch in their fixed order; sessions that get a record number come last, under the lock. */
export function stepsFor(members: readonly Member[]): Step[] {
  const steps: Step[] = []
  let finishing: SessionRow[] = []
  for (const name of Object.keys(writeTables) as (keyof WriteTables)[]) {
    let rows: unknown[] = []
    for (const member of members) {
      const own = member.writes[name]
      if (own) for (const row of own) rows.push(row)
    }
    if (name === 'session') {
      const sessions = lastOfEach(rows as SessionRow[], (row) => String(row.session.id))
      finishing = sessions.filter((row) => row.publish)
      rows = sessions.filter((row) => !row.publish)
    }
    if (rows.length > 0) steps.push(insertStep(name, rows))
  }
  if (finishing.length > 0) {
    steps.push({ statement: lockPublication, values: () => [] }, { statement: stampPublication, values: () => [] })
    steps.push(insertStep('session', finishing))
  }
  return steps
}

function insertStep(name: keyof WriteTables, rows: readonly unknown[]): Step {
  const statement = statements[name]
  return { statement, values: () => statement.values(rows) }
}
