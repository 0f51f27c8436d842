import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, type TestContext } from 'node:test'
import pg from 'pg'
import { startEmbeddedPostgres } from '#storage/embedded/start-embedded-postgres.ts'

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
