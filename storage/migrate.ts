import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type { Client } from 'pg'

const folder = new URL('./migrations/', import.meta.url)
export const migrationLock = 7_001

export type Migration = { name: string; sql: string; checksum: string }

/**
 * Brings the schema of the database up to date, forward only, and says which migrations it ran.
 *
 * Needs the owner's connection. Safe to run from several processes at once: they wait for each other.
 * A migration that was changed after it ran, or one that this version does not know, is an error.
 */
export async function migrate(owner: Client): Promise<string[]> {
  await owner.query('select pg_advisory_lock($1)', [migrationLock])
  try {
    await createRoles(owner)
    await createHistory(owner)
    return await runMissing(owner)
  } finally {
    await owner.query('select pg_advisory_unlock($1)', [migrationLock])
  }
}

/** All migrations of this version, in their order. */
export async function knownMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, folder), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/** Runs one migration in the transaction that is open. */
export async function applyMigration(owner: Client, { name, sql, checksum }: Migration): Promise<void> {
  await owner.query(sql)
  await owner.query('insert into schema_migration (name, checksum) values ($1, $2)', [name, checksum])
}

/** Where the migrations that ran are kept. */
export async function createHistory(owner: Client): Promise<void> {
  await owner.query(
    'create table if not exists schema_migration (name text primary key, checksum text not null, ran_at timestamptz not null default now())',
  )
}

async function runMissing(owner: Client): Promise<string[]> {
  const migrations = await knownMigrations()
  const { rows } = await owner.query<{ name: string; checksum: string }>('select name, checksum from schema_migration')
  const known = new Map(rows.map((row) => [row.name, row.checksum]))
  const newer = rows.find((row) => !migrations.some(({ name }) => name === row.name))
  if (newer) throw new MigrationError(`The database was migrated by a newer version (${newer.name}). Use that version.`)

  const ran: string[] = []
  for (const migration of migrations) {
    const { name, checksum } = migration
    const before = known.get(name)
    if (before === checksum) continue
    if (before) throw new MigrationError(`The migration ${name} was changed after it ran on this database.`)
    await runOne(owner, migration)
    ran.push(name)
  }
  return ran
}

async function runOne(owner: Client, migration: Migration): Promise<void> {
  await owner.query('begin')
  try {
    await applyMigration(owner, migration)
    await owner.query('commit')
  } catch (error) {
    await owner.query('rollback')
    throw new MigrationError(`The migration ${migration.name} failed and changed nothing.`, { cause: error })
  }
}

/** The two roles that the server works as. Roles belong to the whole cluster, so another database may have made them. */
export async function createRoles(owner: Client): Promise<void> {
  const { rows } = await owner.query<{ server_version_num: string }>('show server_version_num')
  const membership = Number(rows[0]!.server_version_num) >= 160_000 ? 'set' : 'member'
  for (const role of ['voltyard_api', 'voltyard_ingest']) {
    await owner.query(`do $$ begin
      if not exists (select from pg_roles where rolname = '${role}') then
        create role ${role} nologin nosuperuser nobypassrls;
      end if;
    exception when duplicate_object or unique_violation then null;
    end $$`)
    await owner.query(`do $$ begin
      if not pg_has_role(current_user, '${role}', '${membership}') then
        grant ${role} to current_user;
      end if;
    exception when unique_violation then null;
    end $$`)
  }
}

export class MigrationError extends Error {
  override name = 'MigrationError'
}
