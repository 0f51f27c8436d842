import { askCharger } from '#core/commands/ask-charger.ts'
import { rootHoldersToAsk } from '#storage/root-holders.ts'
import type { Storage } from '#storage/storage.ts'
import type { RootKeeper } from './own-roots.ts'
import { leftBehind, rootWay } from './root-progress.ts'

/**
 * Gives connected chargers the roots that they will need, or lack since the switch: before they are needed, while the
 * charger still trusts us. One that is away is asked when it is back; one that says no, once a day.
 */
export async function spreadRoots(storage: Storage, roots: RootKeeper): Promise<void> {
  const way = rootWay(await roots.generations())
  if (!way) return
  const pems = { ecdsa: String(way.to.ecdsa), rsa: String(way.to.rsa) }
  const node = storage.node
  const holders = await rootHoldersToAsk(storage.database.reader, { node, pems: Object.values(pems) })
  for (const { charger, missing } of leftBehind(holders, way).slice(0, mostAtOnce)) {
    const actor = { kind: 'system' as const, name: 'certificates' }
    const ctx = storage.contextFor({ tenant: charger.tenant, actor, door: 'job' })
    for (const algorithm of missing) {
      const request = { kind: 'install-certificate', use: 'CSMSRootCertificate', pem: pems[algorithm] } as const
      await askCharger(ctx, charger, request, { withinSeconds: 3_600 })
    }
  }
}

/** The others are asked when this is done next: all at once they would keep everybody busy. */
const mostAtOnce = 100
