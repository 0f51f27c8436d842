import { adminWorld } from './admin-world.ts'
import type { Config } from './config.ts'
import { createLog } from './log.ts'
import { openInstallation } from './open-installation.ts'
import type { Operations } from './operation.ts'
import { createOperations } from './operations.ts'

/**
 * Opens the database for the command line while no server runs. The embedded PostgreSQL is started for it, under the
 * same lock of the data folder that a server takes.
 */
export async function openOffline(config: Config): Promise<{ operations: Operations; close(): Promise<void> }> {
  const installation = await openInstallation(config, {
    log: createLog({ ...config.log, level: 'warn' }),
    metrics: { batchCommitted: () => undefined, logRowsDropped: () => undefined },
    now: () => Temporal.Now.instant(),
  })
  return { operations: createOperations(adminWorld(installation, config)), close: installation.close }
}
