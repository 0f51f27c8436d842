import { clientAddress } from '#api/http/client-address.ts'
import { networks } from '#api/http/networks.ts'
import type { MetersWorld } from '#api/meters/world.ts'
import type { Log } from '#core/context.ts'
import { findPushedMeter } from '#storage/meter-feed.ts'
import type { CircuitMeters } from './circuit-meters.ts'
import type { Config } from './config.ts'
import type { Metrics } from './metrics.ts'
import type { Installation } from './open-installation.ts'

type World = { log: Log; metrics: Metrics; meters: Pick<CircuitMeters, 'push'>; wallNow: () => Temporal.Instant }

/** Gives the door for meters what it needs. */
export function metersWorld(
  { storage, secrets }: Installation,
  { http }: Pick<Config, 'http'>,
  { log, metrics, meters, wallNow }: World,
): MetersWorld {
  const trust = { trustProxyHops: 0, isProxy: networks(http.trustedProxies) }
  return {
    findMeter: (token) => findPushedMeter(storage.database.doors, secrets.hash(token)),
    push: meters.push,
    addressOf: (request) => clientAddress(request, trust),
    nowMs: () => wallNow().epochMilliseconds,
    log,
    answered: (request) => metrics.httpRequest({ api: 'meters', ...request }),
  }
}
