import { join } from 'node:path'
import type { Log } from '#core/context.ts'
import { callAdmin } from '#server/admin-socket.ts'
import { readConfig } from '#server/read-config.ts'
import { sealingKey } from '#server/sealing-key.ts'
import { type RunningServer, startServer } from '#server/start-server.ts'
import { type ClockMapping, type SimulatedClock, startClock } from '#simulator/clock.ts'
import type { Scenario } from '#simulator/scenario.ts'
import { clockStart } from '#simulator/scenario-clock.ts'
import { type Simulation, type SimulationOptions, startSimulation } from '#simulator/simulation.ts'
import { connectAsOwner } from '#storage/database.ts'
import { startEmbeddedPostgres } from '#storage/embedded/start-embedded-postgres.ts'
import { migrate } from '#storage/migrate.ts'
import { type DemoAccess, provision } from './provision.ts'

export type DemoOptions = {
  scenario: Scenario
  /** Simulated seconds per second. */
  rate: number
  /** Of the demo alone: whatever an earlier demo left in it is thrown away. */
  dataFolder: string
  port: number
  host?: string
  log: Log
  /** A database of the caller's, empty; without it, the demo runs a PostgreSQL of its own. */
  databaseUrl?: string
  /** Whether its site goes live; by default on every clock that is not too fast for that. */
  isSteered?: boolean
  onEvent?: SimulationOptions['onEvent']
}

/** A depot that does not exist, at work on a server that does. */
export type Demo = DemoAccess & {
  url: string
  ocppUrl: string
  /** For chargers with security profile 2 or 3. */
  ocppTlsUrl: string
  /** The PEMs of the roots that those have to trust. */
  caCertificate: string
  clock: SimulatedClock
  server: RunningServer
  simulation: Simulation
  stop(): Promise<void>
}

/**
 * Starts a server on a database of its own, makes chargers, cards, a login and an API client, and lets the scenario
 * begin. Server and vehicles go by the same clock. The server sets up what is added later, but not the scenario's own
 * chargers. Resolves when the chargers have been started.
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { scenario, rate, dataFolder, port, host, log } = options
  const closing: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close()
  }
  try {
    const databaseUrl = options.databaseUrl ?? (await ownDatabase(dataFolder, log, closing))
    // As fast as real life it is the time of real life, too: chargers from outside may come, and have clocks (Z-04).
    const clock = startClock(rate === 1 ? {} : { start: clockStart(scenario), rate })
    await turnClock(databaseUrl, clock.mapping)

    const config = readConfig({
      DATABASE_URL: databaseUrl,
      VOLTYARD_DATA: dataFolder,
      VOLTYARD_PORT: String(port),
      VOLTYARD_LOG_LEVEL: 'warn',
      VOLTYARD_TLS_PORT: '0',
      // They count real seconds, in which a fast clock has much to say.
      VOLTYARD_MESSAGES_PER_SECOND: 'off',
      VOLTYARD_CONNECTS_PER_CHARGER_PER_MINUTE: 'off',
      VOLTYARD_DEPOT_RATE_LIMIT: 'off',
      ...(host === undefined ? {} : { VOLTYARD_HOST: host }),
    })
    // Kept in the folder, so that a backup of the demo can be read; nobody has to be warned to copy it.
    await sealingKey({ ...config.data, databaseUrl: null }, log)
    const login = { login: 'admin', password: demoPassword }
    const server = await startServer(config, { log, now: clock.now, clockRate: rate, initialAdministrator: login })
    closing.push(() => server.stop())

    const { isSteered = rate <= fastestSteered } = options
    const { access, passwords } = await provision(dataFolder, scenario, {
      ...login,
      isSteered,
      startMs: clock.mapping.start.epochMilliseconds,
    })
    const url = server.url
    const ocppUrl = `${url.replace(/^http/, 'ws')}/ocpp`
    const ocppTlsUrl = `wss://${new URL(url).hostname}:${server.tlsPort}/ocpp`
    const caCertificate = await rootsOf(dataFolder)
    const simulation = await startSimulation({
      scenario,
      url: ocppUrl,
      clock,
      passwordOf: (identity) => passwords.get(identity),
      ...(options.onEvent ? { onEvent: options.onEvent } : {}),
    })
    closing.push(() => simulation.stop())
    return { ...access, url, ocppUrl, ocppTlsUrl, caCertificate, clock, server, simulation, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Answers of chargers take real time: on a faster clock they would come too late to be steered by. */
const fastestSteered = 120

/** Known to everybody: the demo is on the machine of whoever tries it, with nothing of theirs in it. */
const demoPassword = 'charge-the-night-bus'

// The cluster stays for the next time, which then starts in a second; the database in it is new each time.
async function ownDatabase(dataFolder: string, log: Log, closing: (() => Promise<unknown>)[]): Promise<string> {
  const postgres = await startEmbeddedPostgres({ dataFolder: join(dataFolder, 'database'), log })
  closing.push(() => postgres.stop())
  await connectAsOwner(postgres.url, async (owner) => {
    await owner.query('drop database if exists demo with (force)')
    await owner.query('create database demo')
  })
  const url = new URL(postgres.url)
  url.pathname = '/demo'
  return url.href
}

async function rootsOf(dataFolder: string): Promise<string> {
  const { roots } = (await callAdmin({ data: dataFolder, operation: 'certificate.roots', args: {} })) as {
    roots: string[]
  }
  return roots.join('')
}

/** Makes the clock of the database run as that of the simulation. */
async function turnClock(databaseUrl: string, { start, realStart, rate }: ClockMapping): Promise<void> {
  await connectAsOwner(databaseUrl, async (owner) => {
    await migrate(owner)
    await owner.query(
      `create or replace function server_time() returns timestamptz language sql volatile parallel safe as
         $$ select timestamptz '${start}' + (clock_timestamp() - timestamptz '${realStart}') * ${Number(rate)} $$`,
    )
  })
}
