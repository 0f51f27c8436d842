import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { callAdmin } from '#server/admin-socket.ts'
import type { Member } from './durability-fleet.ts'
import { accessToken, getJson } from './system.ts'

const program = fileURLToPath(new URL('../../bin/voltyard.js', import.meta.url))

/** The server as its users start it: a process of its own. */
export type ServerProcess = {
  url: string
  databaseUrl: string
  dataFolder: string
  /** Ends the process without a word, and starts it again on the same port. */
  killAndRestart(): Promise<void>
  restart(): Promise<void>
  /** Whether the process has not ended since it was started last. */
  isRunning(): boolean
  addChargers(versions: readonly Member['version'][]): Promise<Member[]>
  /** Every finished session that the depot API shows. */
  transactions(): Promise<any[]>
}

/** Without a `databaseUrl` it brings its own PostgreSQL. */
export async function startServerProcess(
  t: TestContext,
  { databaseUrl }: { databaseUrl?: string } = {},
): Promise<ServerProcess> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'voltyard-durability-'))
  let port = '0'
  let child = await start()
  t.after(async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    await rm(dataFolder, { recursive: true, force: true })
  })

  async function start(): Promise<ChildProcess> {
    const args = [program, 'start', '--json', '--port', port, '--host', '127.0.0.1', '--data', dataFolder]
    const { DATABASE_URL: _, ...env } = process.env
    const started = spawn(process.execPath, args, {
      env: {
        ...env,
        ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
        VOLTYARD_LOG_LEVEL: 'fatal',
        VOLTYARD_DRAIN_SECONDS: '1',
        VOLTYARD_PROVISIONING: 'off',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    for await (const line of createInterface(started.stdout!)) {
      const said = JSON.parse(line)
      if (!said.started) continue
      port = String(said.port)
      return started
    }
    throw new Error('the server did not start')
  }

  async function endWith(signal: 'SIGKILL' | 'SIGTERM') {
    child.kill(signal)
    await once(child, 'exit')
    child = await start()
  }

  const admin = (operation: string, args: object) => callAdmin({ data: dataFolder, operation, args }) as Promise<any>
  const client = await admin('client.add', { name: 'depot', package: 'premium' })
  await admin('token.add', { uids: ['CARD-1'] })
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    databaseUrl: databaseUrl ?? (await embeddedUrl(dataFolder)),
    dataFolder,
    killAndRestart: () => endWith('SIGKILL'),
    restart: () => endWith('SIGTERM'),
    isRunning: () => child.exitCode === null && child.signalCode === null,
    async addChargers(versions) {
      const members: Member[] = []
      for (const [index, version] of versions.entries()) {
        const identity = `CP-${index + 1}`
        const { password } = await admin('charger.add', { identity, evses: 1 })
        members.push({ identity, password: String(password), version })
      }
      return members
    },
    async transactions() {
      const token = await accessToken(url, client.clientId, client.secret)
      const { body } = await getJson(`${url}/v2/transactions?limit=10000`, token)
      return body
    },
  }
}

/** Process id and port of the PostgreSQL that the server has started. */
export async function embeddedPostmaster(dataFolder: string): Promise<{ pid: number; port: number }> {
  const lines = (await readFile(join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')
  return { pid: Number(lines[0]), port: Number(lines[3]) }
}

async function embeddedUrl(dataFolder: string): Promise<string> {
  const passwords = JSON.parse(await readFile(join(dataFolder, 'postgres-passwords.json'), 'utf8'))
  const { port } = await embeddedPostmaster(dataFolder)
  return `postgres://voltyard:${passwords.voltyard}@127.0.0.1:${port}/voltyard`
}
