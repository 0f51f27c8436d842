import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, type TestContext } from 'node:test'
import pg from 'pg'
import { connectAsOwner } from '#storage/database.ts'
import { startEmbeddedPostgres } from '#storage/embedded/start-embedded-postgres.ts'
import { knownMigrations, migrate } from '#storage/migrate.ts'
import { preparePartitions } from '#storage/retention.ts'

/**
 * Makes an empty database for the test, gives its URL, and drops it after the test.
 *
 * The server is the one of TEST_DATABASE_URL, whose login must be allowed to create databases.
 * Without it, as when a single file is run by hand, the file's process starts one of its own.
 */
export async function createDatabase(t: Pick<TestContext, 'after'>): Promise<string> {
  const server = await serverUrl()
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await execute(server, `CREATE DATABASE ${name}`)
  // Registered only when the test ends, to come after the test's own clean-up of its connections.
  t.after(() => t.after(() => drop(server, name)))

  return databaseOf(server, name)
}

/**
 * The same with all migrations run and the partitions of these weeks, which take as long to make as the rest of a start:
 * a copy of one that is made once per PostgreSQL, since every system needs its own.
 */
export async function createMigratedDatabase(t: Pick<TestContext, 'after'>): Promise<string> {
  const server = await serverUrl()
  migrated ??= provideTemplate(server)
  const template = await migrated
  const name = `test_${randomUUID().replaceAll('-', '')}`
  // Where files are in memory copying them is quickest.
  const strategy = process.env.TEST_DATABASE_COPIES === 'file_copy' ? ' STRATEGY file_copy' : ''
  await execute(server, `CREATE DATABASE ${name} TEMPLATE ${template}${strategy}`)
  t.after(() => t.after(() => drop(server, name)))
  return databaseOf(server, name)
}

let migrated: Promise<string> | undefined

/** Several processes may ask at once; the name tells the migrations that are in it. */
async function provideTemplate(server: string): Promise<string> {
  const hash = createHash('sha256').update('with partitions')
  for (const { name, checksum } of await knownMigrations()) hash.update(name + checksum)
  const template = `template_${hash.digest('hex').slice(0, 24)}`
  const client = new pg.Client(server)
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(7100)`)
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template])
    if (rowCount) return template
    const making = `${template}_making`
    await client.query(`DROP DATABASE IF EXISTS ${making} WITH (FORCE)`)
    await client.query(`CREATE DATABASE ${making}`)
    await connectAsOwner(databaseOf(server, making), async (owner) => {
      await migrate(owner)
      await preparePartitions(owner, Temporal.Now.instant())
    })
    await client.query(`ALTER DATABASE ${making} RENAME TO ${template}`)
    return template
  } finally {
    await client.end()
  }
}

function databaseOf(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

let ownServer: ReturnType<typeof startOwnServer> | undefined

async function serverUrl(): Promise<string> {
  if (process.env.TEST_DATABASE_URL) return process.env.TEST_DATABASE_URL
  ownServer ??= startOwnServer()
  return (await ownServer).url
}

async function startOwnServer() {
  const dataFolder = mkdtempSync(join(tmpdir(), 'voltyard-test-'))
  const log = { info() {}, warn: console.warn, error: console.error }
  const { url, stop } = await startEmbeddedPostgres({ dataFolder, log })
  return { url, remove: () => stop().then(() => rmSync(dataFolder, { recursive: true, force: true })) }
}

// Registered when the file is loaded: inside a test, `after` would belong to that test.
after(async () => (await ownServer)?.remove())

/** A vacuum of the server's own may hold the database, and only a superuser could end that: it is waited for. */
async function drop(server: string, name: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await execute(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    } catch (error) {
      if ((error as { code?: string }).code !== '42501' || tries === 50) throw error
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
