import type { ApiClient } from '#core/access/api-client.ts'
import type { Log } from '#core/context.ts'
import { noteClientUse } from '#storage/api-client-store.ts'
import type { Storage } from '#storage/storage.ts'

const intervalMs = 60_000
const mostClients = 10_000

/** Notes when each program was last heard of, at most once a minute. Nobody waits for it, and it may fail. */
export function clientUse(
  { database }: Pick<Storage, 'database'>,
  { log, nowMs }: { log: Log; nowMs: () => number },
): (client: ApiClient) => void {
  const noted = new Map<number, number>()
  return (client) => {
    const now = nowMs()
    const before = noted.get(client.id)
    if (before !== undefined && Math.abs(now - before) < intervalMs) return
    noted.delete(client.id)
    noted.set(client.id, now)
    if (noted.size > mostClients) noted.delete(noted.keys().next().value!)
    noteClientUse(database.doors, client).catch((error) => {
      log.warn({ err: error, clientId: client.clientId }, 'the use of an API client could not be noted')
    })
  }
}
