import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { type ConsoleRouteEntry, consolePrefix, consoleRoutes, createConsoleApi } from '#api/console/app.ts'
import { createPasswordHashes } from '#api/console/password-hashes.ts'
import { assetPrefix, createConsoleAssets } from '#api/console/serve-assets.ts'
import { createDepotApi, depotPrefixes, depotRoutes, type RouteEntry } from '#api/depot/app.ts'
import { isVdvRequest } from '#api/depot/vdv261/post-vdv.ts'
import { depotDefaults } from '#api/depot/world.ts'
import { createFilesDoor, filesPrefix } from '#api/files/app.ts'
import { createDispatcher } from '#api/http/dispatch.ts'
import { createMetersDoor, metersPrefix } from '#api/meters/app.ts'
import { createPlatformApi, type PlatformRouteEntry, platformPrefixes, platformRoutes } from '#api/platform/app.ts'
import { createPresystemDoor } from '#api/vdv463/door.ts'
import type { Log } from '#core/context.ts'
import { limitHalfOpen } from '#ocpp/connect/half-open.ts'
import { createOcppDoor } from '#ocpp/door.ts'
import { defaultSettings } from '#ocpp/settings.ts'
import { findClient } from '#storage/api-access.ts'
import type { Storage } from '#storage/storage.ts'
import { findVehicles } from '#storage/vehicle-access.ts'
import { listenAdmin } from './admin-socket.ts'
import { adminWorld } from './admin-world.ts'
import { clientRevocationOf } from './certificates/client-revocation.ts'
import { createClientTrust } from './certificates/client-trust.ts'
import { openTls, watchExpiry } from './certificates/open-tls.ts'
import { needsOwnRoots } from './certificates/root-progress.ts'
import { spreadRoots } from './certificates/spread-roots.ts'
import type { TlsListener } from './certificates/tls-listener.ts'
import { type CircuitMeters, startCircuitMeters } from './circuit-meters.ts'
import { clientUse } from './client-use.ts'
import type { Config } from './config.ts'
import { consoleSettings } from './console-settings.ts'
import { consoleWorld } from './console-world.ts'
import { createFetchOutside } from './egress.ts'
import { filesSettings, filesWorld } from './files-world.ts'
import { firstAdministrator } from './first-administrator.ts'
import { createHealth } from './health.ts'
import { startJobs } from './jobs.ts'
import { filesTimeouts, isFileTransfer, limitBodyTime } from './limit-body-time.ts'
import { startLimitFeeds } from './limit-feeds.ts'
import { createLog } from './log.ts'
import { meterReach } from './meter-networks.ts'
import { metersWorld } from './meters-world.ts'
import { createMetrics } from './metrics.ts'
import { ocppSettings } from './ocpp-settings.ts'
import { ocppWorld } from './ocpp-world.ts'
import { openInstallation } from './open-installation.ts'
import { createOperations } from './operations.ts'
import { createPlanner } from './planner/planner.ts'
import { platformSettings, platformWorld } from './platform-world.ts'
import { configWarnings } from './read-config.ts'
import { type Steering, startSteering } from './steering/steering.ts'
import { openTokenKeys } from './token-keys.ts'
import { startWeather } from './weather.ts'

export type RunningServer = {
  port: number
  url: string
  /** Of the TLS listener; null when there is none. */
  tlsPort: number | null
  storage: Storage
  circuitMeters: CircuitMeters
  steering: Steering
  /** Every route of every API, for tests that must not miss a new one. */
  routes: {
    depot: readonly RouteEntry[]
    console: readonly ConsoleRouteEntry[]
    platform: readonly PlatformRouteEntry[]
  }
  /** Made by this start, because there was no account: the password is known here and nowhere else. */
  firstAdministrator: { login: string; password: string } | null
  stop(): Promise<void>
}

export type StartOptions = {
  log?: Log
  /** The clock that chargers and records go by. */
  now?: () => Temporal.Instant
  /** How much faster than real time `now` runs; logins, tokens and rates then go by real time. */
  clockRate?: number
  /** Whom to make administrator when there is no account yet; without it, `admin` with a made password. */
  initialAdministrator?: { login: string; password: string }
  /** The folder of the built console, when it is not the usual one. */
  consoleAssets?: string | null
}

/** Starts everything in one process and resolves when chargers and clients may come. */
export async function startServer(config: Config, options: StartOptions = {}): Promise<RunningServer> {
  const log = options.log ?? createLog(config.log)
  const { now = systemNow, clockRate = 1 } = options
  const wallNow = clockRate === 1 ? now : systemNow
  for (const warning of configWarnings(config)) log.warn({}, warning)
  const metrics = createMetrics()

  const installation = await openInstallation(config, {
    log,
    metrics: { batchCommitted: metrics.committed, logRowsDropped: metrics.messageLogDropped },
    now,
    clockRate,
  })
  const { storage, secrets, authority } = installation
  const closing: (() => Promise<unknown>)[] = [installation.close]
  const stop = async () => {
    for (const close of closing.reverse()) await close()
    log.info({}, 'voltyard has stopped')
  }

  let tls: TlsListener | null = null
  try {
    const trust = createClientTrust()
    if (config.tls.certificateHeader !== null) trust.set(await authority.readTrust())
    const revocation = clientRevocationOf(config, { now: wallNow, log })
    const worldOfOcpp = ocppWorld(storage, secrets, { log, now, wallNow, trust, revocation })
    const ocpp = createOcppDoor(worldOfOcpp, ocppSettings(config), metrics)
    const depotSettings = {
      ...depotDefaults,
      ...config.depot,
      rateLimit: { ...config.depot.rateLimit, trustedProxies: config.http.trustedProxies },
      basePath: config.http.basePath,
    }
    const depot = await createDepotApi(
      {
        contextFor: (tenant, actor) => storage.contextFor({ tenant, actor, door: 'depot' }),
        credentials: { findByClientId: (clientId) => findClient(storage.database.doors, clientId) },
        hashSecret: secrets.hash,
        clientUsed: clientUse(storage, { log, nowMs: () => wallNow().epochMilliseconds }),
        keys: await openTokenKeys(storage.database, secrets),
        findVehicles: (vin) => findVehicles(storage.vehicleCandidates, vin),
        // It is started below, before anybody can ask.
        sites: { view: (id) => steering.view(id), recorded: (ctx, id) => steering.recorded(ctx, id) },
        now: wallNow,
        log,
        answered: (request) => metrics.httpRequest({ api: 'depot', ...request }),
      },
      depotSettings,
    )
    closing.push(() => depot.close())

    const passwords = createPasswordHashes()
    const settingsOfConsole = consoleSettings(config, options.consoleAssets)
    const reach = meterReach(config.meters.networks)
    const meters = await startCircuitMeters(storage, { log, now, clockRate, reach })
    closing.push(() => meters.stop())
    const { version } = settingsOfConsole
    const planner = createPlanner({ log, timeLimitSeconds: planSeconds })
    closing.push(() => planner.stop())
    const steering = startSteering(storage, { log, now, clockRate, planner, meters, version })
    closing.push(() => steering.stop())
    meters.drawnBy(({ siteId, circuitId }, at) => steering.drawnBelow(siteId, circuitId, at))
    const worldOfConsole = consoleWorld(installation, {
      ...{ config, log, metrics, passwords, now, wallNow, clockRate, steering },
    })
    const console = await createConsoleApi(worldOfConsole, settingsOfConsole)
    closing.push(() => console.close())
    const settingsOfPlatform = platformSettings(config, settingsOfConsole.version)
    const platform = await createPlatformApi(platformWorld(installation, { log, metrics, wallNow }), settingsOfPlatform)
    closing.push(() => platform.close())
    const files = await createFilesDoor(filesWorld(storage, { log, metrics }), filesSettings(config))
    closing.push(() => files.close())
    const metersDoor = await createMetersDoor(
      metersWorld(installation, config, { log, metrics, meters, wallNow }),
      config.http,
    )
    closing.push(() => metersDoor.close())
    const assets = await createConsoleAssets(worldOfConsole, settingsOfConsole)
    closing.push(() => assets.close())

    const presystems = createPresystemDoor({
      contextFor: (tenant, actor) => storage.contextFor({ tenant, actor, door: 'depot' }),
      credentials: { findByClientId: (clientId) => findClient(storage.database.doors, clientId) },
      hashSecret: secrets.hash,
      clientUsed: clientUse(storage, { log, nowMs: () => wallNow().epochMilliseconds }),
      live: storage.live,
      log,
    })
    closing.push(() => presystems.close())
    const health = createHealth(storage, metrics, config.http)
    const dispatch = createDispatcher([
      { prefixes: depotPrefixes(depotSettings), app: depot },
      { prefixes: platformPrefixes(settingsOfPlatform), app: platform },
      { prefixes: [consolePrefix(settingsOfConsole)], app: console },
      { prefixes: [filesPrefix(config.http)], app: files },
      { prefixes: [metersPrefix(config.http)], app: metersDoor },
      { prefixes: [assetPrefix(settingsOfConsole)], app: assets },
    ])
    // Only chargers and planning systems upgrade. Some HTTP clients offer HTTP/2 with each request: they are answered as if they had not.
    const shouldUpgradeCallback = ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === 'websocket'
    const http = createServer({ ...filesTimeouts, shouldUpgradeCallback }, (request, response) => {
      if (!isFileTransfer(request.url, config.http.basePath)) limitBodyTime(request, response)
      if (health.answer(request, response)) return
      if (!ocpp.answerPlainRequest(request, response, config.http.basePath)) dispatch(request, response)
    })
    limitHalfOpen(http, defaultSettings.connect.maxPendingPerAddress)
    const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // The door knows its own paths only.
      const { basePath } = config.http
      if (basePath !== '' && request.url?.startsWith(`${basePath}/`)) request.url = request.url.slice(basePath.length)
      if (!presystems.handleUpgrade(request, socket, head)) void ocpp.handleUpgrade(request, socket, head)
    }
    http.on('upgrade', upgrade)
    await listen(http, config.http)
    const { port } = http.address() as AddressInfo
    // Before the TLS listener, so that it is closed after it.
    closing.push(async () => {
      health.drain()
      // Streams never end by themselves.
      worldOfConsole.boards.close()
      await ocpp.drain('the server stops')
      await Promise.all([tls?.close(), close(http)])
    })
    tls = await openTls(config, installation, {
      log,
      trust,
      upgrade,
      refuse: ocpp.answerPlainRequest,
      files: createDispatcher([{ prefixes: [filesPrefix(config.http)], app: files }]),
      vehicles: (request, response) => {
        const isTheirs = isVdvRequest(request.url, depotSettings)
        if (isTheirs) depot.routing(request, response)
        return isTheirs
      },
    })

    const watchCertificates = () => watchExpiry(installation, tls, { log, trust, now: wallNow() })
    const lookAtCertificates = async () => {
      if (config.tls.certificateHeader !== null) trust.set(await authority.readTrust())
      await ocpp.lookAtCertificates()
    }
    const spreadOwnRoots = async () => {
      if (needsOwnRoots(config)) await spreadRoots(storage, authority.ownRoots)
    }
    const reloadCertificates = async () => {
      authority.ownRoots.forget()
      const changed = (await tls?.reload()) ?? false
      await lookAtCertificates()
      await spreadOwnRoots()
      return { changed, alarms: await watchCertificates() }
    }
    const admin = await listenAdmin({
      path: join(config.data.folder, 'admin.sock'),
      operations: createOperations(adminWorld(installation, config, now, reloadCertificates)),
      log,
    })
    closing.push(() => admin.close())
    const jobs = startJobs(storage, config, {
      log,
      now,
      clockRate,
      totalsOf: worldOfConsole.boards.totalsOf,
      watchCertificates,
      lookAtCertificates,
      spreadOwnRoots,
    })
    closing.push(() => jobs.stop())
    const fetchOutside = createFetchOutside(config.files.outsideNetworks)
    const limitFeeds = startLimitFeeds(storage, { log, now, fetchOutside })
    closing.push(() => limitFeeds.stop())
    const weather = startWeather(storage, { log, now, fetchOutside, service: config.weather })
    closing.push(() => weather.stop())

    // Last of all: a start that fails must not make a password that nobody gets to see.
    const administrator = await firstAdministrator(storage, passwords.hash, options.initialAdministrator)
    const url = `http://${urlHost(config.http.host)}:${port}`
    log.info({ url }, 'voltyard is ready')
    const routes = { depot: depotRoutes(depot), console: consoleRoutes(console), platform: platformRoutes(platform) }
    return {
      port,
      url,
      tlsPort: tls?.port ?? null,
      storage,
      circuitMeters: meters,
      steering,
      routes,
      firstAdministrator: administrator,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

const systemNow = () => Temporal.Now.instant()

/** A plan that takes longer is made without the programme. */
const planSeconds = 20

function listen(http: Server, { host, port }: Config['http']): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject)
    http.listen({ port, ...(host === null ? {} : { host }), backlog: 4096 }, () => {
      http.off('error', reject)
      resolve()
    })
  })
}

function close(http: Server): Promise<void> {
  return new Promise((resolve) => {
    http.close(() => resolve())
    http.closeIdleConnections()
    setTimeout(() => http.closeAllConnections(), 2_000).unref()
  })
}

function urlHost(host: string | null): string {
  if (host === null || host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
