import { useInfiniteQuery } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type { Audit } from '../../../../api/console/wire/administration.ts'
import { get } from '../../api/request.ts'

/** The entries that contain the text, page after page, newest first. */
export function useAudit(q: string) {
  const { data, ...query } = useInfiniteQuery({
    queryKey: ['audit', q],
    queryFn: ({ pageParam, signal }) => get<Static<typeof Audit>>('audit', { q, after: pageParam, limit: 100 }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  })
  return { ...query, entries: data?.pages.flatMap(({ items }) => items) }
}
