import type { ChargerRef, Context } from '#core/context.ts'
import { takePartialReport } from '#core/devices/take-report.ts'
import { advanceProvisioning, beginProvisioning } from '#core/provisioning/advance-provisioning.ts'
import { provisioningDue, provisioningToAdvance, silentReports } from '#storage/provisioning-feed.ts'
import type { Storage } from '#storage/storage.ts'

/**
 * Sets up the chargers of this node that are due, and goes on where something has happened. Everything that it goes by
 * is stored: a server that was killed goes on where it was.
 */
export async function provisionChargers(storage: Storage, { isOff }: { isOff: boolean }): Promise<void> {
  const { reader } = storage.database
  for (const charger of await provisioningToAdvance(reader, storage.node)) {
    await advanceProvisioning(jobContext(storage, charger), charger)
  }
  for (const { charger, why } of await provisioningDue(reader, storage.node, { isOff })) {
    await beginProvisioning(jobContext(storage, charger), charger, why)
  }
}

/** D-03: takes what has come of reports whose end never came. */
export async function takeSilentReports(storage: Storage): Promise<void> {
  for (const { errandId, charger } of await silentReports(storage.database.reader)) {
    await jobContext(storage, charger).transaction(async (tx) => {
      await takePartialReport(tx, charger, await tx.provisioning.takeParts(errandId))
    })
  }
}

function jobContext(storage: Storage, { tenant }: ChargerRef): Context {
  return storage.contextFor({ tenant, actor: { kind: 'system', name: 'provisioning' }, door: 'job' })
}
