import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { Log } from '#core/context.ts'
import { callAdmin } from '#server/admin-socket.ts'
import { readConfig } from '#server/read-config.ts'
import { type RunningServer, startServer } from '#server/start-server.ts'
import { createMigratedDatabase } from './database.ts'
import { connectRawCharger, type RawCharger, type RawOptions } from './raw-charger.ts'
import { connectStrictCharger, type StrictCharger } from './strict-charger.ts'

export type SystemOptions = {
  chargers?: string[]
  /** EVSEs of each charger. */
  evses?: number
  tokens?: string[]
  /** Settings as environment variables. */
  env?: Record<string, string>
  /** Of another system, to run a second node on the same database. */
  sharing?: System
  now?: () => Temporal.Instant
  log?: Log
  /** Who may log in to the console from the start; with null one is made with a password of the server's own. */
  initialAdministrator?: { login: string; password: string } | null
  /** The folder of a built console; without it there is none. */
  consoleAssets?: string | null
}

export const testAdministrator = { login: 'admin', password: 'a depot full of buses' }

/** A whole server on a database of its own, reached only through its doors. */
export type System = {
  server: RunningServer
  url: string
  databaseUrl: string
  dataFolder: string
  passwords: Map<string, string>
  /** Asks what the command line asks. */
  admin(operation: string, args: object): Promise<Record<string, unknown>>
  addCharger(identity: string, args?: object): Promise<string>
  /** A charger client that we did not write, strict about schemas. */
  connectCharger(
    identity: string,
    options?: { protocol?: string; password?: string; tenant?: string },
  ): Promise<StrictCharger>
  /** A socket that sends whatever the test wants. */
  connectRaw(identity: string, options?: RawOptions): Promise<RawCharger>
  client(name?: string, options?: { package?: string; tenant?: string }): Promise<DepotClient>
  /** Stops the server, keeps the database, and starts it again on the same port. */
  restart(): Promise<void>
  stop(): Promise<void>
}

export type DepotClient = {
  token: string
  get(path: string): Promise<{ status: number; headers: Headers; body: any }>
}

const quiet: Log = { debug() {}, info() {}, warn() {}, error: (event, message) => console.error(message, event) }

/** Starts the server with the chargers and tokens that the test names; it is stopped after the test. */
export async function startSystem(t: TestContext, options: SystemOptions = {}): Promise<System> {
  const databaseUrl = options.sharing?.databaseUrl ?? (await createMigratedDatabase(t))
  const dataFolder = await mkdtemp(join(tmpdir(), 'voltyard-'))
  const passwords = options.sharing?.passwords ?? new Map<string, string>()
  const env = {
    DATABASE_URL: databaseUrl,
    VOLTYARD_DATA: dataFolder,
    VOLTYARD_PORT: '0',
    VOLTYARD_HOST: '127.0.0.1',
    VOLTYARD_DRAIN_SECONDS: '1',
    VOLTYARD_PROVISIONING: 'off',
    VOLTYARD_SEALING_KEY: Buffer.alloc(32, 7).toString('hex'),
    ...options.env,
  }
  const start = (port = '0') =>
    startServer(readConfig({ ...env, VOLTYARD_PORT: port }), {
      log: options.log ?? quiet,
      ...(options.now ? { now: options.now } : {}),
      consoleAssets: options.consoleAssets ?? null,
      ...(options.initialAdministrator === null
        ? {}
        : { initialAdministrator: options.initialAdministrator ?? testAdministrator }),
    })

  const clients: { close(): unknown }[] = []
  let running: RunningServer | null = await start()
  t.after(async () => {
    await Promise.all(clients.map((client) => client.close()))
    await running?.stop()
    await rm(dataFolder, { recursive: true, force: true })
  })

  const system: System = {
    server: running,
    url: `http://127.0.0.1:${running.port}`,
    databaseUrl,
    dataFolder,
    passwords,
    admin: async (operation, args) =>
      (await callAdmin({ data: dataFolder, operation, args })) as Record<string, unknown>,
    async addCharger(identity, args = {}) {
      const added = await system.admin('charger.add', {
        identity,
        evses: options.evses ?? 2,
        provisioning: 'off',
        ...args,
      })
      const password = String(added.password)
      passwords.set(identity, password)
      return password
    },
    async connectCharger(identity, how = {}) {
      const charger = await connectStrictCharger(system.url, identity, { password: passwords.get(identity), ...how })
      clients.push(charger)
      return charger
    },
    async connectRaw(identity, how = {}) {
      const charger = await connectRawCharger(system.url, identity, { password: passwords.get(identity), ...how })
      clients.push(charger)
      return charger
    },
    async client(name = 'fleet', { package: chosen = 'premium', tenant } = {}) {
      const added = await system.admin('client.add', { name, package: chosen, ...(tenant ? { tenant } : {}) })
      const token = await accessToken(system.url, String(added.clientId), String(added.secret))
      return { token, get: (path) => getJson(system.url + path, token) }
    },
    async restart() {
      const { port } = system.server
      await system.stop()
      running = await start(String(port))
      system.server = running
    },
    async stop() {
      const stopping = running
      running = null
      await stopping?.stop()
    },
  }
  for (const identity of options.chargers ?? []) await system.addCharger(identity)
  if (options.tokens?.length) await system.admin('token.add', { uids: options.tokens })
  return system
}

export async function accessToken(url: string, id: string, secret: string): Promise<string> {
  const response = await fetch(`${url}/oauth2/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  })
  assert.equal(response.status, 200)
  return ((await response.json()) as { access_token: string }).access_token
}

export async function getJson(url: string, token?: string) {
  const response = await fetch(url, token ? { headers: { authorization: `Bearer ${token}` } } : {})
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
}

/** Asks again until the answer pleases, for at most ten seconds. */
export async function eventually<T>(
  ask: () => Promise<T>,
  pleases: (answer: T) => boolean,
  forMs = 10_000,
): Promise<T> {
  for (const began = performance.now(); ; ) {
    const answer = await ask()
    if (pleases(answer)) return answer
    if (performance.now() - began > forMs) assert.fail(`still ${JSON.stringify(answer)}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
