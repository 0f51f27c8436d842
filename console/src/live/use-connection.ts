import { useSyncExternalStore } from 'react'
import { meQuery } from '../api/queries.ts'
import { queryClient } from '../api/query-client.ts'
import { everySecond } from '../clock/ticks.ts'
import { live } from './live.ts'

export interface Connection {
  /** `live` as well when a page needs no stream. */
  state: 'live' | 'connecting' | 'offline'
  /** Real seconds since the stream was last heard; 0 while it is live. */
  ageSeconds: number
}

/** How fresh what is shown is. Renders once a second while it is not live, and not at all otherwise. */
export function useConnection(): Connection {
  const text = useSyncExternalStore(subscribe, snapshot)
  const [state, age] = text.split(' ') as [Connection['state'], string]
  return { state, ageSeconds: Number(age) }
}

/** How often a server that does not answer is asked again. */
const probeMs = 5_000

let reachable = true
let probing: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

/** Called by the requests: whether the server answered the last one. */
export function setReachable(value: boolean): void {
  if (reachable === value) return
  reachable = value
  for (const listener of listeners) listener()
  clearInterval(probing)
  if (!reachable) {
    probing = setInterval(probe, probeMs)
    return
  }
  live.retryNow()
  void queryClient.refetchQueries({ predicate: (query) => query.state.status === 'error' })
}

// The stream tries again by itself; a page without one has to ask.
function probe(): void {
  if (live.state() === 'idle') void queryClient.fetchQuery({ ...meQuery, staleTime: 0 }).catch(() => {})
}

live.onState(() => {
  if (live.state() === 'live') setReachable(true)
})

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  const ends = [live.onState(listener), everySecond(listener), () => listeners.delete(listener)]
  return () => {
    for (const end of ends) end()
  }
}

function snapshot(): string {
  const state = live.state()
  if (state === 'live' || (state === 'idle' && reachable)) return 'live 0'
  const heardAt = live.heardAt()
  const age = heardAt === null ? 0 : Math.floor((performance.now() - heardAt) / 1_000)
  return `${state === 'idle' ? 'offline' : state} ${age}`
}
