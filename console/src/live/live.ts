import { useEffect, useEffectEvent } from 'react'
import type { StreamEvents } from '../../../api/console/wire/stream.ts'
import { keys, meQuery } from '../api/queries.ts'
import { queryClient } from '../api/query-client.ts'
import { apiUrl } from '../api/request.ts'
import { setServerClock } from '../clock/server-clock.ts'
import { liveStream } from './live-stream.ts'

type Name = keyof StreamEvents
const names = [
  'tick',
  'reset',
  'board',
  'load',
  'sessions',
  'commands',
  'readings',
  'messages',
  'log',
] as const satisfies readonly Name[]

/** The one live stream of this tab. */
export const live = liveStream(
  {
    open: (query) => new EventSource(apiUrl('stream', query)),
    now: () => performance.now(),
    after(milliseconds, run) {
      const timer = setTimeout(run, milliseconds)
      return () => clearTimeout(timer)
    },
    random: Math.random,
    // A refused stream does not say why: a refusal of `me` leads to the login page.
    probe: () => void queryClient.fetchQuery({ ...meQuery, staleTime: 0 }).catch(() => {}),
  },
  names,
)

live.on('tick', (value) => setServerClock((value as StreamEvents['tick']).clock))
live.on('reset', () => {
  void queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== keys.me[0] })
})
document.addEventListener('visibilitychange', () => live.setHidden(document.hidden))
window.addEventListener('online', () => live.retryNow())

/**
 * Keeps these topics in the stream while the component is mounted. Pass the cursor of the snapshot that the events go on
 * from, and undefined while it is being read: the topics are added when it is there. Leave it out to begin with now.
 */
export function useTopics(topics: readonly string[], ...snapshot: [cursor?: string | undefined]): void {
  const waits = snapshot.length > 0 && snapshot[0] === undefined
  const since = useEffectEvent(() => snapshot[0])
  const joined = topics.join(',')
  useEffect(() => {
    if (waits || joined === '') return
    return live.want(joined.split(','), since())
  }, [joined, waits])
}

/** Calls the handler with each event of that name while the component is mounted. Topics are wanted by `useTopics`. */
export function useLive<K extends Name>(name: K, handler: (value: StreamEvents[K]) => void): void {
  const handle = useEffectEvent((value: unknown) => handler(value as StreamEvents[K]))
  useEffect(() => live.on(name, (value) => handle(value)), [name])
}
