import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { Board, ChargerRow } from '../../../api/console/wire/chargers.ts'
import type { StreamEvents } from '../../../api/console/wire/stream.ts'
import { get, RequestFailed } from '../api/request.ts'
import { setServerClock } from '../clock/server-clock.ts'
import { boardStore } from './board-store.ts'
import { live } from './live.ts'

/** The store of all chargers. Filled while a component uses `useBoard`. */
export const board = boardStore()

/** How long the board is kept up to date after the last page that shows it was left: going back is then instant. */
const lingerMs = 30_000
/** A server that does not answer is asked again. */
const retryMs = 4_000

let failure: Error | null = null
let users = 0
let endTopics: (() => void) | null = null
let lingering: ReturnType<typeof setTimeout> | undefined
let reading: AbortController | null = null
let retrying: ReturnType<typeof setTimeout> | undefined
const failureListeners = new Set<() => void>()

live.on('board', (value) => board.change(value as StreamEvents['board']))
live.on('reset', () => {
  if (users > 0 || lingering !== undefined) void read()
})

export interface BoardStatus {
  ready: boolean
  error: Error | null
  retry: () => void
}

/** Reads all chargers and keeps them up to date while mounted. Look at them by `useBoardRow` and `board.rows()`. */
export function useBoard(): BoardStatus {
  useEffect(() => {
    users += 1
    clearTimeout(lingering)
    lingering = undefined
    if (users === 1 && !endTopics) void read()
    return () => {
      users -= 1
      if (users === 0) lingering = setTimeout(letGo, lingerMs)
    }
  }, [])
  const ready = useSyncExternalStore(board.subscribe, board.ready)
  const error = useSyncExternalStore(subscribeFailure, () => failure)
  return { ready, error, retry: () => void read() }
}

/** One charger of the board; renders only when that one changed. */
export function useBoardRow(id: number): ChargerRow | undefined {
  return useSyncExternalStore(
    (listener) => board.subscribeRow(id, listener),
    () => board.row(id),
  )
}

/** Forgets all chargers, as at log-out. */
export function forgetBoard(): void {
  letGo()
}

function retry(): void {
  if (users > 0) void read()
}

async function read(): Promise<void> {
  clearTimeout(retrying)
  reading?.abort()
  const own = new AbortController()
  reading = own
  board.beginSnapshot()
  try {
    const snapshot = await get<Board>('board', {}, own.signal)
    if (own.signal.aborted) return
    setServerClock(snapshot.clock)
    board.setSnapshot(snapshot)
    setFailure(null)
    endTopics?.()
    endTopics = live.want(['board'], snapshot.cursor)
  } catch (error) {
    if (own.signal.aborted) return
    setFailure(error instanceof Error ? error : new RequestFailed(0, 'internal', String(error)))
    if (error instanceof RequestFailed && (error.status === 0 || error.status >= 500))
      retrying = setTimeout(retry, retryMs)
  }
}

function letGo(): void {
  clearTimeout(lingering)
  lingering = undefined
  clearTimeout(retrying)
  reading?.abort()
  endTopics?.()
  endTopics = null
  board.clear()
  setFailure(null)
}

function subscribeFailure(listener: () => void): () => void {
  failureListeners.add(listener)
  return () => failureListeners.delete(listener)
}

function setFailure(value: Error | null): void {
  failure = value
  for (const listener of failureListeners) listener()
}

/** A number that changes with the board, but at most once in so many milliseconds: for what must not jump. */
export function useBoardVersion(everyMs: number): number {
  const paced = useMemo(() => pacedVersion(everyMs), [everyMs])
  return useSyncExternalStore(paced.subscribe, paced.version)
}

function pacedVersion(everyMs: number) {
  let version = board.version()
  return {
    version: () => version,
    subscribe(listener: () => void) {
      let timer: ReturnType<typeof setTimeout> | undefined
      const end = board.subscribe(() => {
        timer ??= setTimeout(() => {
          timer = undefined
          version = board.version()
          listener()
        }, everyMs)
      })
      return () => {
        clearTimeout(timer)
        end()
      }
    },
  }
}
