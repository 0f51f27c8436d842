import { reconcileSessions } from '#core/sessions/reconcile-sessions.ts'
import { BoundedMap } from './bounded-map.ts'
import type { Connection, ConnectionParts } from './connection.ts'

/**
 * Has each charger that has come back asked what became of its open sessions. One that comes and goes is not
 * asked more than once in a minute.
 */
export function askAfterSessions({ world }: Pick<ConnectionParts, 'world'>): (connection: Connection) => Promise<void> {
  const askedMs = new BoundedMap<number, number>(50_000)
  return async (connection) => {
    const { ref, remoteAddress } = connection
    const nowMs = performance.now()
    if (nowMs - (askedMs.get(ref.id) ?? -betweenMs) < betweenMs) return
    const arrival = { receivedAt: world.now(), messageId: null, remoteAddress }
    const questions = await world.exchange(ref, arrival, async (ctx) => ({
      value: await reconcileSessions(ctx, ref),
      log: null,
    }))
    if (questions > 0) askedMs.set(ref.id, nowMs)
  }
}

const betweenMs = 60_000
