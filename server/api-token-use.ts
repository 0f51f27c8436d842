import type { ApiToken } from '#core/access/api-token.ts'
import type { Log } from '#core/context.ts'
import { noteApiTokenUse } from '#storage/api-token-store.ts'
import type { Storage } from '#storage/storage.ts'

const intervalMs = 60_000
const mostTokens = 10_000

/** Notes when each token was last shown, at most once a minute. Nobody waits for it, and it may fail. */
export function apiTokenUse(
  { database }: Pick<Storage, 'database'>,
  { log, nowMs }: { log: Log; nowMs: () => number },
): (token: ApiToken) => void {
  const noted = new Map<number, number>()
  return (token) => {
    const now = nowMs()
    const before = noted.get(token.id)
    if (before !== undefined && Math.abs(now - before) < intervalMs) return
    noted.delete(token.id)
    noted.set(token.id, now)
    if (noted.size > mostTokens) noted.delete(noted.keys().next().value!)
    noteApiTokenUse(database.doors, token).catch((error) => {
      log.warn({ err: error, apiTokenId: token.id }, 'the use of an API token could not be noted')
    })
  }
}
