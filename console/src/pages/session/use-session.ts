import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Conversation, Readings, SessionDetail } from '../../../../api/console/wire/sessions.ts'
import { get } from '../../api/request.ts'
import { useLive, useTopics } from '../../live/live.ts'
import { isOpen } from '../sessions/session-rows.ts'

/** What belongs to a row is read again so long after the row changed, once for many changes. */
const settleMs = 2_000

/** A session, kept up to date by the stream; while it is open also what its charger is asked. */
export function useSession(id: number) {
  const client = useQueryClient()
  const queryKey = ['session', id]
  const query = useQuery({ queryKey, queryFn: ({ signal }) => get<SessionDetail>(`sessions/${id}`, {}, signal) })
  const row = query.data?.row
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  useTopics(row && isOpen(row) ? [`session:${id}`, `charger:${row.charger.id}`] : [`session:${id}`], query.data?.cursor)
  useLive('sessions', ({ sessions }) => {
    const changed = sessions.findLast((session) => session.id === id)
    if (!changed) return
    client.setQueryData<SessionDetail>(queryKey, (known) => known && { ...known, row: changed })
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      void client.invalidateQueries({ queryKey, exact: true })
      void client.invalidateQueries({ queryKey: ['session', id, 'messages'] })
    }, settleMs)
  })
  return query
}

/** What the meter showed during a session, and goes on to show. */
export function useReadings(id: number) {
  const [live, setLive] = useState<Readings['points']>([])
  const query = useQuery({
    queryKey: ['session', id, 'readings'],
    queryFn: ({ signal }) => get<Readings>(`sessions/${id}/readings`, {}, signal),
  })
  useLive('readings', ({ readings }) => {
    const own = readings.filter(({ sessionId }) => sessionId === id)
    if (own.length > 0) setLive((known) => [...known, ...own])
  })
  const stored = query.data?.points
  const points = useMemo(() => {
    const all = [...(stored ?? []), ...live]
    const byTime = new Map(all.map((point) => [point.at, point]))
    return [...byTime.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  }, [stored, live])
  return { ...query, points }
}

/** What was said between charger and server about a session, oldest first, page by page. */
export function useConversation(id: number) {
  const { data, ...query } = useInfiniteQuery({
    queryKey: ['session', id, 'messages'],
    queryFn: ({ pageParam, signal }) =>
      get<Conversation>(`sessions/${id}/messages`, { after: pageParam, limit: 200 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
  const complete = data?.pages.every((page) => page.complete) ?? true
  return { ...query, messages: data?.pages.flatMap(({ items }) => items), complete }
}
