import { createBoards } from '#api/console/live/boards.ts'
import type { PasswordHashes } from '#api/console/password-hashes.ts'
import type { ConsoleWorld } from '#api/console/world.ts'
import type { Log } from '#core/context.ts'
import type { SiteViews } from '#core/steering/site-view.ts'
import { maskFrame } from '#ocpp/mask.ts'
import { accountDoor } from '#storage/account-store.ts'
import { viewProgress } from './certificates/root-operations.ts'
import { needsOwnRoots, rootProgress } from './certificates/root-progress.ts'
import type { Config } from './config.ts'
import { digestOutside } from './digest-outside.ts'
import { createFetchOutside } from './egress.ts'
import type { Metrics } from './metrics.ts'
import { ocppActions } from './ocpp-actions.ts'
import type { Installation } from './open-installation.ts'
import { settingsPort } from './settings-port.ts'

type Parts = {
  config: Config
  log: Log
  metrics: Metrics
  passwords: PasswordHashes
  now: () => Temporal.Instant
  wallNow: () => Temporal.Instant
  clockRate: number
  steering: SiteViews
}

/** Gives the console's API what it needs of the storage and of the server. */
export function consoleWorld(
  { storage, secrets, authority }: Installation,
  { config, log, metrics, passwords, now, wallNow, clockRate, steering }: Parts,
): ConsoleWorld {
  const mostFirmwareBytes = config.files.largestFirmwareMegabytes * 1024 * 1024
  return {
    contextFor: (tenant, actor) => storage.contextFor({ tenant, actor, door: 'console' }),
    boards: createBoards({
      feed: storage.live,
      contextFor: (tenant, actor) => storage.contextFor({ tenant, actor, door: 'console' }),
    }),
    accounts: accountDoor(storage.database.doors),
    steering,
    maskFrame,
    secrets,
    passwords,
    digestOutside: digestOutside(createFetchOutside(config.files.outsideNetworks), mostFirmwareBytes),
    mostFirmwareBytes,
    settings: settingsPort(storage, config),
    async roots(tenant) {
      const generations = await authority.ownRoots.generations()
      const about = { tenant, isNeeded: needsOwnRoots(config) }
      return viewProgress(await rootProgress(storage.database, generations, about))
    },
    ocpp: ocppActions,
    now: wallNow,
    clock: () => ({ now: now().toString({ smallestUnit: 'millisecond' }), rate: clockRate }),
    loginEnded: (outcome) => metrics.loginEnded(outcome),
    log,
    answered: (request) => metrics.httpRequest({ api: 'console', ...request }),
  }
}
