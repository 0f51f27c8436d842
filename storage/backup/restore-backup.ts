import type pg from 'pg'
import { nodeLockClass } from '../bus.ts'
import { connectAsOwner } from '../database.ts'
import {
  applyMigration,
  createHistory,
  createRoles,
  knownMigrations,
  type Migration,
  migrationLock,
} from '../migrate.ts'
import { BackupError } from './backup-error.ts'
import { readBackupFile } from './backup-file.ts'
import { quoted, readTables } from './catalog.ts'
import { copyIn } from './copy.ts'
import { dropEverything, whatItHolds } from './emptiness.ts'
import type { BackupEnd, BackupHead, RecordReader, TableContent } from './records.ts'
import { contentOf, type Progress } from './take-backup.ts'

export type RestoreSummary = {
  voltyard: string
  takenAt: string
  rows: number
  tables: Record<string, TableContent>
  /** Migrations that the backup was brought forward by. */
  migrated: string[]
}

type RestoreOptions = {
  path: string
  /** Null for a plain file. */
  key: Buffer | null
  /** What is in the database may go. */
  replace: boolean
  /** What was sealed under the key that is not there is left out where the server could not start with it. */
  withoutKey: boolean
  progress?: Progress
}

/**
 * Makes the database what it was when the backup was taken, and then brings its schema forward, in one transaction:
 * when anything fails, the database is as it was. All content is read back and compared with the file before the end.
 *
 * Refused are a database that a server works on, one that holds something (unless it may be replaced), and a backup of
 * a newer version. Afterwards no server that worked on this database before can write for a charger.
 */
export async function restoreBackup(url: string, options: RestoreOptions): Promise<RestoreSummary> {
  return readBackupFile(options.path, options.key, async (records) => {
    const head = await records.head()
    const migrations = await migrationsOf(head)
    return connectAsOwner(url, async (owner) => {
      await owner.query(`set application_name = 'voltyard restore'`)
      await owner.query(`set statement_timeout = 0; set lock_timeout = '10s'`)
      await owner.query('begin')
      try {
        const restored = await restore(owner, { records, head, migrations, options })
        await owner.query('commit')
        return restored
      } catch (error) {
        await owner.query('rollback').catch(() => undefined)
        throw error
      }
    })
  })
}

type Restoring = {
  records: RecordReader
  head: BackupHead
  migrations: { before: Migration[]; after: Migration[] }
  options: RestoreOptions
}

async function restore(owner: pg.Client, { records, head, migrations, options }: Restoring): Promise<RestoreSummary> {
  await owner.query('select pg_advisory_xact_lock($1)', [migrationLock])
  await refuseWhileInUse(owner)
  const held = await whatItHolds(owner)
  if (held.length > 0 && !options.replace) throw notEmpty(held)
  const formerFence = await highestFence(owner)

  await makeSchema(owner, head, migrations.before)
  const tables: Record<string, TableContent> = {}
  for (const table of head.tables) {
    const { rows, content } = await records.table(table.name)
    const columns = table.columns.map(quoted).join(', ')
    const statement = `copy ${quoted(table.name)} (${columns}) from stdin`
    const taken = await copyIn(owner, statement, rows)
    tables[table.name] = content()
    if (taken !== content().rows) throw differs(table.name)
    options.progress?.({ table: table.name, rows: taken })
  }
  await setSequences(owner, await records.end())

  await owner.query(`analyze ${head.tables.map(({ name }) => quoted(name)).join(', ')}`)
  for (const table of head.tables) {
    const { rows, sha256 } = await contentOf(owner, table)
    const wanted = tables[table.name]!
    if (rows !== wanted.rows || sha256 !== wanted.sha256) throw differs(table.name)
  }

  await raiseFences(owner, formerFence)
  // The server makes new ones; it could not start with keys that it cannot open.
  if (options.withoutKey) await owner.query('delete from signing_key')
  for (const migration of migrations.after) await applyMigration(owner, migration)
  return {
    voltyard: head.voltyard,
    takenAt: head.takenAt,
    rows: Object.values(tables).reduce((sum, table) => sum + table.rows, 0),
    tables,
    migrated: migrations.after.map(({ name }) => name),
  }
}

/** The migrations that make the backup's schema, and those that bring it forward. */
async function migrationsOf(head: BackupHead): Promise<{ before: Migration[]; after: Migration[] }> {
  const known = await knownMigrations()
  for (const [index, { name, checksum }] of head.migrations.entries()) {
    if (known[index]?.name === name && known[index].checksum === checksum) continue
    const why = known.some((migration) => migration.name === name)
      ? `its ${name} is not the one of this version`
      : `${name} is not known here`
    throw new BackupError(
      'backup_newer',
      `The backup was made by another version of Voltyard (${head.voltyard}; ${why}): restore it with that version, or a newer one.`,
    )
  }
  return { before: known.slice(0, head.migrations.length), after: known.slice(head.migrations.length) }
}

async function refuseWhileInUse(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ node: number }>(
    `select l.objid::int as node from pg_locks l
      where l.locktype = 'advisory' and l.classid = $1 and l.granted
        and l.database = (select oid from pg_database where datname = current_database())`,
    [nodeLockClass],
  )
  if (rows.length === 0) return
  throw new BackupError(
    'restore_in_use',
    `A server works on this database (${rows.length === 1 ? 'one node' : `${rows.length} nodes`}): stop it before restoring.`,
  )
}

async function makeSchema(owner: pg.Client, head: BackupHead, migrations: Migration[]): Promise<void> {
  await dropEverything(owner)
  await createRoles(owner)
  await createHistory(owner)
  for (const migration of migrations) await applyMigration(owner, migration)

  const made = await readTables(owner)
  const isSame = (one: { name: string; columns: string[] }, other: { name: string; columns: string[] } | undefined) =>
    one.name === other?.name && one.columns.join() === other.columns.join()
  if (made.length !== head.tables.length || !made.every((table, index) => isSame(table, head.tables[index]))) {
    throw new BackupError('backup_format', 'The tables of the backup are not those that its migrations make.')
  }
  // What migrations put in comes out of the backup.
  await owner.query(`truncate ${made.map(({ name }) => quoted(name)).join(', ')}`)
  for (const { table, name, from, to } of head.partitions) {
    const bounds = [from, to].map((at) => `'${Temporal.Instant.from(at)}'`)
    await owner.query(`create table ${quoted(name)} (like ${quoted(table)} including all)`)
    await owner.query(`alter table ${quoted(name)} enable row level security`)
    await owner.query(
      `alter table ${quoted(table)} attach partition ${quoted(name)} for values from (${bounds[0]}) to (${bounds[1]})`,
    )
  }
}

/**
 * Numbers that chargers and programs were given after the backup was taken must not be given to something else: a
 * charger may still send the end of a session that the backup does not know.
 */
async function setSequences(owner: pg.Client, { sequences }: BackupEnd): Promise<void> {
  for (const { name, value, isCalled } of sequences) {
    const ahead = seenOutside.has(name) && isCalled ? skippedNumbers : 0
    const { rows } = await owner.query<{ max: number }>(
      'select least(max_value, 9007199254740991) as max from pg_sequences where schemaname = $1 and sequencename = $2',
      ['public', name],
    )
    if (!rows[0]) throw new BackupError('backup_format', `The backup has a sequence that is not known: ${name}.`)
    await owner.query('select setval($1::regclass, $2::bigint, $3)', [
      quoted(name),
      Math.min(value + ahead, rows[0].max),
      isCalled,
    ])
  }
}

const seenOutside = new Set(['session_wire_id', 'session_record_no', 'session_id_seq'])
const skippedNumbers = 100_000

async function highestFence(owner: pg.Client): Promise<number> {
  const { rows: known } = await owner.query(`select from pg_class where oid = to_regclass('public.charger_owner')`)
  if (known.length === 0) return 0
  const { rows } = await owner.query<{ fence: number }>('select coalesce(max(fence), 0) as fence from charger_owner')
  return rows[0]!.fence
}

// A former server may hold fences that this database never saw, when it was made anew for the restore.
async function raiseFences(owner: pg.Client, formerFence: number): Promise<void> {
  await owner.query('update charger_owner set fence = greatest(fence, $1::bigint) + 1000000', [formerFence])
  const { rows } = await owner.query<{ steers: boolean }>(
    `select to_regclass('public.steering_owner') is not null as steers`,
  )
  if (rows[0]!.steers) await owner.query('update steering_owner set fence = fence + 1000000, node_id = null')
}

function notEmpty(held: string[]): BackupError {
  return new BackupError(
    'restore_not_empty',
    `The database is not empty (it has ${held.join(', ')}): with --into-nonempty --yes all that goes, and the backup takes its place.`,
  )
}

function differs(table: string): BackupError {
  return new BackupError(
    'restore_differs',
    `What PostgreSQL holds in ${table} is not what the backup says: nothing was restored.`,
  )
}
