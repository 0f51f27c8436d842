import { useInfiniteQuery } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type { Card, Cards } from '../../../../api/console/wire/administration.ts'
import { queryClient } from '../../api/query-client.ts'
import { get } from '../../api/request.ts'

export interface CardFilter extends Record<string, string> {
  q: string
  status: string
}

/** The cards that match, page after page, newest first. What was shown stays while other words are looked for. */
export function useCards({ q, status }: CardFilter) {
  const { data, ...query } = useInfiniteQuery({
    queryKey: ['cards', q, status],
    queryFn: ({ pageParam, signal }) =>
      get<Static<typeof Cards>>('cards', { q, status, after: pageParam, limit: 100 }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  })
  const cards: Card[] | undefined = data?.pages.flatMap(({ items }) => items)
  return { ...query, cards }
}

/** Reads the shown cards anew, after one was changed. */
export function refreshCards(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['cards'] })
}
