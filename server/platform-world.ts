import { type PlatformSettings, type PlatformWorld, platformDefaults } from '#api/platform/world.ts'
import type { Log } from '#core/context.ts'
import { findApiToken } from '#storage/api-token-store.ts'
import { apiTokenUse } from './api-token-use.ts'
import type { Config } from './config.ts'
import type { Metrics } from './metrics.ts'
import type { Installation } from './open-installation.ts'

type Parts = { log: Log; metrics: Metrics; wallNow: () => Temporal.Instant }

/** Gives the platform API what it needs of the storage and of the server. */
export function platformWorld({ storage, secrets }: Installation, { log, metrics, wallNow }: Parts): PlatformWorld {
  return {
    contextFor: (tenant, actor) => storage.contextFor({ tenant, actor, door: 'platform' }),
    findToken: (hash) => findApiToken(storage.database.doors, hash),
    hashSecret: secrets.hash,
    tokenUsed: apiTokenUse(storage, { log, nowMs: () => wallNow().epochMilliseconds }),
    now: wallNow,
    log,
    answered: (request) => metrics.httpRequest({ api: 'platform', ...request }),
  }
}

/** What the platform API gets of the settings. */
export function platformSettings({ platform, http }: Config, version: string): PlatformSettings {
  const { requestsPerMinute, requestsPerDay, actionSeconds } = platform
  return {
    ...platformDefaults,
    basePath: http.basePath,
    version,
    actionSeconds,
    rateLimit: {
      perMinute: requestsPerMinute ?? Number.MAX_SAFE_INTEGER,
      perDay: requestsPerDay ?? Number.MAX_SAFE_INTEGER,
    },
  }
}
