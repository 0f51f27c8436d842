import type { Actor, Context } from '#core/context.ts'
import type { LiveFeed } from '#core/live/live-feed.ts'
import type { LoadSample } from '#core/live/load.ts'
import { Board } from './board.ts'
import { type StreamLimits, Streams, streamLimits } from './streams.ts'

/** The boards of those tenants that somebody looks at, and the streams that show them. */
export type Boards = {
  /** Reads the tenant's chargers when nobody has looked lately. */
  of(tenant: number): Promise<Board>
  /** Makes a changed charger visible at once, where anybody looks. */
  refresh(tenant: number, chargerId: number): Promise<void>
  /** The load of a tenant whose board is held; null when it is not. */
  totalsOf(tenant: number): LoadSample | null
  streams: Streams
  /** Ends all streams at once. */
  close(): void
}

type World = { feed: LiveFeed; contextFor(tenant: number, actor: Actor): Context; limits?: Partial<StreamLimits> }

/** A board that nobody has asked for in ten minutes is let go. */
export function createBoards({ feed, contextFor, limits }: World): Boards {
  const held = new Map<number, Held>()
  const streams = new Streams({ ...streamLimits, ...limits })
  const sweep = setInterval(letGo, 30_000).unref()
  let isClosed = false

  return {
    async of(tenant) {
      if (isClosed) throw new Error('the server stops')
      const known = held.get(tenant) ?? open(tenant)
      known.askedMs = performance.now()
      await known.loaded
      return known.board
    },
    async refresh(tenant, chargerId) {
      const known = held.get(tenant)
      await known?.loaded
      await known?.board.refresh(chargerId)
    },
    totalsOf: (tenant) => {
      const known = held.get(tenant)
      return known?.isLoaded ? known.board.totals() : null
    },
    streams,
    close() {
      isClosed = true
      clearInterval(sweep)
      streams.close()
      for (const tenant of [...held.keys()]) drop(tenant)
    },
  }

  function open(tenant: number): Held {
    const board = new Board(contextFor(tenant, { kind: 'system', name: 'board' }))
    // First listened to, then read: nothing falls in between.
    const unsubscribe = feed.subscribe(tenant, board)
    const opened: Held = { board, unsubscribe, askedMs: performance.now(), isLoaded: false, loaded: Promise.resolve() }
    opened.loaded = board.load().then(
      () => {
        opened.isLoaded = true
      },
      (error) => {
        drop(tenant)
        throw error
      },
    )
    held.set(tenant, opened)
    return opened
  }

  function drop(tenant: number): void {
    const known = held.get(tenant)
    known?.unsubscribe()
    known?.board.close()
    held.delete(tenant)
  }

  function letGo(): void {
    const nowMs = performance.now()
    for (const [tenant, { board, askedMs, isLoaded }] of held) {
      if (isLoaded && board.watchers === 0 && nowMs - askedMs > keptMs) drop(tenant)
    }
  }
}

type Held = { board: Board; unsubscribe(): void; askedMs: number; isLoaded: boolean; loaded: Promise<void> }

const keptMs = 10 * 60_000
