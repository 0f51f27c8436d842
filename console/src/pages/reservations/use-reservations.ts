import { useInfiniteQuery } from '@tanstack/react-query'
import type { Reservations } from '../../../../api/console/wire/reservations.ts'
import { queryClient } from '../../api/query-client.ts'
import { get } from '../../api/request.ts'

const oftenMs = 10_000

/** Reservations of one charger or of all, newest first: those that count, or also those that have ended. */
export function useReservations({ charger, withEnded }: { charger: number | null; withEnded: boolean }) {
  const { data, ...query } = useInfiniteQuery({
    queryKey: ['reservations', charger, withEnded],
    queryFn: ({ pageParam, signal }) =>
      get<Reservations>('reservations', { charger, open: withEnded ? '' : '1', after: pageParam, limit: 50 }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
    refetchInterval: oftenMs,
  })
  return { ...query, reservations: data?.pages.flatMap(({ items }) => items) }
}

/** Reads them anew, after one was changed. */
export function refreshReservations(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['reservations'] })
}
