import { earlierCursor } from './cursor.ts'

/** The part of the browser's EventSource that is used here. */
export interface Source {
  addEventListener: (name: string, listener: (event: { data: string; lastEventId: string }) => void) => void
  onerror: ((event: never) => void) | null
  close: () => void
}

export interface World {
  open: (query: { topics: string; since: string | null }) => Source
  /** Milliseconds that only grow. */
  now: () => number
  after: (milliseconds: number, run: () => void) => () => void
  /** Between 0 and 1. */
  random: () => number
  /** Called when the stream could not be opened: finds out whether the person is still logged in. */
  probe: () => void
}

export type ConnectionState = 'idle' | 'connecting' | 'live' | 'offline'

export interface LiveStream {
  /**
   * Adds topics until the returned function is called. `since` is the cursor of a snapshot that these events go on
   * from: everything after it is delivered, some of it perhaps twice, and in order.
   */
  want: (topics: readonly string[], since?: string | null) => () => void
  /** Returns how to end that. `reset` is among the names. */
  on: (name: string, handler: (value: unknown) => void) => () => void
  /** Called when the state may have changed. */
  onState: (listener: () => void) => () => void
  state: () => ConnectionState
  /** When the stream last said anything, by `World.now`; null before. */
  heardAt: () => number | null
  /** Closes when hidden for a minute; opens again when shown. */
  setHidden: (hidden: boolean) => void
  /** Tries at once instead of after the pause. */
  retryNow: () => void
  /** Ends for good, as at log-out: forgets the place in the stream. */
  forget: () => void
}

/** A tick comes every ten seconds: without two of them the connection is taken for dead. */
const silenceMs = 25_000
const hiddenMs = 60_000
const gatherMs = 60
const pausesMs = [500, 1_000, 2_000, 4_000, 8_000, 15_000]

/** One connection for all topics that are wanted, which heals by itself and misses nothing. */
export function liveStream(world: World, names: readonly string[]): LiveStream {
  const wanted = new Map<symbol, readonly string[]>()
  const handlers = new Map<string, Set<(value: unknown) => void>>()
  const stateListeners = new Set<() => void>()

  let source: Source | null = null
  let openTopics = ''
  let cursor: string | null = null
  /** The earliest snapshot that the next connection has to go on from. */
  let pendingSince: string | null = null
  let incomparable = false
  let failures = 0
  let heardAt: number | null = null
  let state: ConnectionState = 'idle'
  let hidden = false
  let asleep = false
  let cancelRefresh: (() => void) | null = null
  let cancelRetry: (() => void) | null = null
  let cancelSilence: (() => void) | null = null
  let cancelSleep: (() => void) | null = null

  return {
    want(topics, since) {
      const key = Symbol()
      wanted.set(key, topics)
      if (since) noteSnapshot(since)
      refreshSoon()
      return () => {
        wanted.delete(key)
        refreshSoon()
      }
    },
    on(name, handler) {
      const of = handlers.get(name) ?? new Set()
      handlers.set(name, of.add(handler))
      return () => of.delete(handler)
    },
    onState(listener) {
      stateListeners.add(listener)
      return () => stateListeners.delete(listener)
    },
    state: () => state,
    heardAt: () => heardAt,
    setHidden(value) {
      if (hidden === value) return
      hidden = value
      cancelSleep?.()
      cancelSleep = null
      if (hidden) cancelSleep = world.after(hiddenMs, fallAsleep)
      else if (asleep) {
        asleep = false
        failures = 0
        connect()
      } else if (state === 'offline') retry()
    },
    retryNow: retry,
    forget() {
      wanted.clear()
      disconnect()
      cursor = null
      pendingSince = null
      incomparable = false
      heardAt = null
      setState('idle')
    },
  }

  function noteSnapshot(since: string): void {
    const known = pendingSince ?? cursor
    if (known === null) {
      pendingSince = since
      return
    }
    const earlier = earlierCursor(known, since)
    if (earlier === null) incomparable = true
    else pendingSince = earlier
  }

  function topicsNow(): string {
    return [...new Set([...wanted.values()].flat())].sort().join(',')
  }

  // Pages come and go within one frame: the connection follows when they have settled.
  function refreshSoon(): void {
    cancelRefresh?.()
    cancelRefresh = world.after(gatherMs, () => {
      cancelRefresh = null
      const topics = topicsNow()
      if (source && topics === openTopics) {
        pendingSince = null
        if (incomparable) everythingAnew()
        return
      }
      failures = 0
      connect()
    })
  }

  function connect(): void {
    disconnect()
    const topics = topicsNow()
    if (topics === '') setState('idle')
    if (topics === '' || asleep) return
    const since = pendingSince ?? cursor
    // Also when this connection fails before it said anything, the next one goes on from there.
    cursor = since
    pendingSince = null
    openTopics = topics
    if (state !== 'offline') setState('connecting')
    const opened = world.open({ topics, since })
    source = opened
    for (const name of names) {
      opened.addEventListener(name, (event) => {
        if (source === opened) receive(name, event)
      })
    }
    opened.onerror = () => {
      if (source === opened) failed()
    }
    watchSilence()
  }

  function receive(name: string, event: { data: string; lastEventId: string }): void {
    heardAt = world.now()
    failures = 0
    if (event.lastEventId !== '') cursor = event.lastEventId
    else if (name === 'reset') cursor = null
    watchSilence()
    setState('live')
    const value: unknown = JSON.parse(event.data)
    for (const handler of handlers.get(name) ?? []) handler(value)
    if (incomparable) everythingAnew()
  }

  function everythingAnew(): void {
    incomparable = false
    for (const handler of handlers.get('reset') ?? []) handler({})
  }

  function failed(): void {
    disconnect()
    setState('offline')
    const longest = pausesMs[Math.min(failures, pausesMs.length - 1)]!
    failures += 1
    if (failures > 1) world.probe()
    // Half of it by chance, so that a restarted server is not met by all browsers at once.
    cancelRetry = world.after(longest / 2 + (world.random() * longest) / 2, connect)
  }

  function retry(): void {
    if (state === 'offline' && !asleep) connect()
  }

  function watchSilence(): void {
    cancelSilence?.()
    cancelSilence = world.after(silenceMs, failed)
  }

  function fallAsleep(): void {
    asleep = true
    disconnect()
  }

  function disconnect(): void {
    cancelRetry?.()
    cancelSilence?.()
    cancelRetry = null
    cancelSilence = null
    source?.close()
    source = null
  }

  function setState(next: ConnectionState): void {
    if (state === next) return
    state = next
    for (const listener of stateListeners) listener()
  }
}
