import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { ChargerEvents, Troubles } from '../../../../../api/console/wire/devices.ts'
import { get } from '../../../api/request.ts'

const newsMs = 15_000

/** What a charger told of, newest first, of one kind or all. */
export function useEvents(chargerId: number, kind: string) {
  return useInfiniteQuery({
    queryKey: ['charger', chargerId, 'events', kind],
    queryFn: ({ pageParam, signal }) =>
      get<ChargerEvents>(`chargers/${chargerId}/events`, { before: pageParam, kind, limit: 50 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    // Older pages stay as they are: only a list that shows its beginning alone is read again.
    refetchInterval: ({ state: { data } }) => (data && data.pages.length > 1 ? false : newsMs),
  })
}

/** What the charger reports as wrong with it now. */
export function useTroubles(chargerId: number) {
  return useQuery({
    queryKey: ['charger', chargerId, 'troubles'],
    queryFn: ({ signal }) => get<Troubles>(`chargers/${chargerId}/troubles`, {}, signal),
    refetchInterval: newsMs,
  })
}
