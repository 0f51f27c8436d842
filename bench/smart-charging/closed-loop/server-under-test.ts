import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Context, Log } from '#core/context.ts'
import { callAdmin } from '#server/admin-socket.ts'
import { readConfig } from '#server/read-config.ts'
import { type RunningServer, startServer } from '#server/start-server.ts'
import type { SimulatedClock } from '#simulator/clock.ts'
import type { SitePlan } from '#simulator/site/site-plan.ts'
import { connectAsOwner } from '#storage/database.ts'
import { migrate } from '#storage/migrate.ts'
import { findTenant } from '#storage/tenants.ts'

/** A real server in this process that goes by the clock of the simulation, with the chargers and cards of a plan. */
export type ServerUnderTest = {
  server: RunningServer
  ctx: Context
  /** For chargers. */
  url: string
  passwords: ReadonlyMap<string, string>
  stop(): Promise<void>
}

type Options = { plan: SitePlan; clock: SimulatedClock; databaseUrl: string; log?: Log }

/** The database is empty, or has just been migrated. */
export async function startServerUnderTest({
  plan,
  clock,
  databaseUrl,
  log = quiet,
}: Options): Promise<ServerUnderTest> {
  await turnClock(databaseUrl, clock)
  const dataFolder = await mkdtemp(join(tmpdir(), 'voltyard-closed-loop-'))
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    VOLTYARD_DATA: dataFolder,
    VOLTYARD_PORT: '0',
    VOLTYARD_HOST: '127.0.0.1',
    VOLTYARD_LOG_LEVEL: 'error',
    VOLTYARD_DRAIN_SECONDS: '1',
    VOLTYARD_PROVISIONING: 'off',
    VOLTYARD_SEALING_KEY: Buffer.alloc(32, 7).toString('hex'),
    // They count real seconds, in which a fast clock has much to say.
    VOLTYARD_MESSAGES_PER_SECOND: 'off',
    VOLTYARD_CONNECTS_PER_CHARGER_PER_MINUTE: 'off',
    VOLTYARD_CONNECTS_PER_ADDRESS_PER_MINUTE: 'off',
  })
  const server = await startServer(config, { log, now: clock.now, clockRate: clock.rate, consoleAssets: null })
  const stop = async () => {
    await server.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
  try {
    const ask = async <T>(operation: string, args: object) =>
      (await callAdmin({ data: dataFolder, operation, args })) as T
    const passwords = new Map<string, string>()
    for (const { identity } of plan.chargers) {
      const { password } = await ask<{ password: string }>('charger.add', { identity, evses: 1, provisioning: 'off' })
      passwords.set(identity, password)
    }
    await ask('token.add', { uids: plan.scenario.vehicles.map(({ card }) => card) })
    const tenant = await findTenant(server.storage.database.reader, undefined)
    const actor = { kind: 'person', name: 'closed loop' } as const
    const ctx = server.storage.contextFor({ tenant: tenant.id, actor, door: 'cli' })
    return { server, ctx, url: server.url.replace(/^http/, 'ws'), passwords, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const quiet: Log = { debug() {}, info() {}, warn() {}, error: (event, message) => console.error(message, event) }

/** Makes the clock of the database run as that of the simulation. */
async function turnClock(databaseUrl: string, { mapping: { start, realStart, rate } }: SimulatedClock): Promise<void> {
  await connectAsOwner(databaseUrl, async (owner) => {
    await migrate(owner)
    await owner.query(
      `create or replace function server_time() returns timestamptz language sql volatile parallel safe as
         $$ select timestamptz '${start}' + (clock_timestamp() - timestamptz '${realStart}') * ${Number(rate)} $$`,
    )
  })
}
