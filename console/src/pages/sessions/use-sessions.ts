import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { SessionRow, Sessions } from '../../../../api/console/wire/sessions.ts'
import { get, type Query } from '../../api/request.ts'
import { useLive, useTopics } from '../../live/live.ts'
import { arrange, type SessionFilters } from './session-rows.ts'

/** Sessions that pass the filters, page by page, kept up to date by the stream. */
export function useSessions(filters: SessionFilters) {
  const asked = queryOf(filters)
  const [live, setLive] = useState<ReadonlyMap<number, SessionRow>>(new Map())
  const query = useInfiniteQuery({
    queryKey: ['sessions', asked],
    queryFn: ({ pageParam, signal }) => get<Sessions>('sessions', { ...asked, after: pageParam, limit: 60 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  })
  useTopics(['sessions'])
  useLive('sessions', ({ sessions }) =>
    setLive((known) => new Map([...known, ...sessions.map((row) => [row.id, row] as const)])),
  )
  // Everything is read anew then, and what came before may be older than that.
  useLive('reset', () => setLive(new Map()))

  const pages = query.data?.pages
  const { state, charger, vehicle, q, from, to } = filters
  const rows = useMemo(
    () =>
      arrange(pages?.flatMap(({ items }) => items) ?? [], live, {
        ...{ state, charger, q, from, to },
        ...(vehicle === undefined ? {} : { vehicle }),
      }),
    [pages, live, state, charger, vehicle, q, from, to],
  )
  return { ...query, rows }
}

/** The filters as the server wants them, for the list and for the export. */
export function queryOf({ state, charger, vehicle, q, from, to }: SessionFilters): Query {
  return { state, charger, vehicle, q: q.trim(), from, to }
}
