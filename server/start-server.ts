import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createDepotApi, depotPrefixes, depotRoutes, type RouteEntry } from '#api/depot/app.ts'
import { depotDefaults } from '#api/depot/world.ts'
import { createDispatcher } from '#api/http/dispatch.ts'
import type { Log } from '#core/context.ts'
import { limitHalfOpen } from '#ocpp/connect/half-open.ts'
import { createOcppDoor } from '#ocpp/door.ts'
import { defaultSettings, handshakeTimeouts } from '#ocpp/settings.ts'
import { findClient } from '#storage/api-access.ts'
import type { Storage } from '#storage/storage.ts'
import { listenAdmin } from './admin-socket.ts'
import { adminWorld } from './admin-world.ts'
import { type Config, configWarnings } from './config.ts'
import { createHealth } from './health.ts'
import { startJobs } from './jobs.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { ocppSettings } from './ocpp-settings.ts'
import { ocppWorld } from './ocpp-world.ts'
import { openInstallation } from './open-installation.ts'
import { createOperations } from './operations.ts'
import { openTokenKeys } from './token-keys.ts'

export type RunningServer = {
  port: number
  url: string
  storage: Storage
  /** Every route of every API, for tests that must not miss a new one. */
  routes: { depot: readonly RouteEntry[] }
  stop(): Promise<void>
}

/** Starts everything in one process and resolves when chargers and clients may come. */
export async function startServer(
  config: Config,
  options: { log?: Log; now?: () => Temporal.Instant } = {},
): Promise<RunningServer> {
  const log = options.log ?? createLog(config.log)
  const now = options.now ?? (() => Temporal.Now.instant())
  for (const warning of configWarnings(config)) log.warn({}, warning)
  const metrics = createMetrics()

  const installation = await openInstallation(config, {
    log,
    metrics: { batchCommitted: metrics.committed, logRowsDropped: metrics.messageLogDropped },
    now,
  })
  const { storage, secrets } = installation
  const closing: (() => Promise<unknown>)[] = [installation.close]
  const stop = async () => {
    for (const close of closing.reverse()) await close()
    log.info({}, 'voltyard has stopped')
  }

  try {
    const ocpp = createOcppDoor(ocppWorld(storage, secrets, { log, now }), ocppSettings(config), metrics)
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
        keys: await openTokenKeys(storage.database, secrets),
        now,
        log,
        answered: (request) => metrics.httpRequest({ api: 'depot', ...request }),
      },
      depotSettings,
    )
    closing.push(() => depot.close())

    const health = createHealth(storage, metrics, config.http)
    const dispatch = createDispatcher([{ prefixes: depotPrefixes(depotSettings), app: depot }])
    // Only chargers upgrade. Some HTTP clients offer HTTP/2 with each request: they are answered as if they had not.
    const shouldUpgradeCallback = ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === 'websocket'
    const http = createServer({ ...handshakeTimeouts, shouldUpgradeCallback }, (request, response) => {
      if (health.answer(request, response)) return
      if (!ocpp.answerPlainRequest(request, response, config.http.basePath)) dispatch(request, response)
    })
    limitHalfOpen(http, defaultSettings.connect.maxPendingPerAddress)
    http.on('upgrade', (request, socket, head) => {
      // The door knows its own paths only.
      const { basePath } = config.http
      if (basePath !== '' && request.url?.startsWith(`${basePath}/`)) request.url = request.url.slice(basePath.length)
      void ocpp.handleUpgrade(request, socket, head)
    })
    await listen(http, config.http)
    const { port } = http.address() as AddressInfo
    closing.push(async () => {
      health.drain()
      await ocpp.drain('the server stops')
      await close(http)
    })

    const admin = await listenAdmin({
      path: join(config.data.folder, 'admin.sock'),
      operations: createOperations(adminWorld(installation, config)),
      log,
    })
    closing.push(() => admin.close())
    const jobs = startJobs(storage, config, { log, now })
    closing.push(() => jobs.stop())

    const url = `http://${urlHost(config.http.host)}:${port}`
    log.info({ url }, 'voltyard is ready')
    return { port, url, storage, routes: { depot: depotRoutes(depot) }, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

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
