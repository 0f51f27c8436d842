import { keepLocalList } from '#core/local-lists/keep-lists.ts'
import { localListsToKeep } from '#storage/local-lists-to-keep.ts'
import type { Storage } from '#storage/storage.ts'

/** Asks the chargers that have come back for their lists, and tells the others what has changed meanwhile. */
export async function keepLocalLists(storage: Storage, now: Temporal.Instant): Promise<void> {
  for (const list of await localListsToKeep(storage.database.reader, now)) {
    const actor = { kind: 'system', name: 'local lists' } as const
    await keepLocalList(storage.contextFor({ tenant: list.charger.tenant, actor, door: 'job' }), list)
  }
}
