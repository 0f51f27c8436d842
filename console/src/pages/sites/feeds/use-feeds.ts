import { useQuery } from '@tanstack/react-query'
import type { LimitFeeds } from '../../../../../api/console/wire/limit-feeds.ts'
import type { ChargingRequests } from '../../../../../api/console/wire/site-requests.ts'
import { get } from '../../../api/request.ts'

/** The links to those who limit circuits of a site, and how they do. */
export function useFeeds(siteId: number) {
  return useQuery({
    queryKey: ['sites', siteId, 'feeds'],
    queryFn: ({ signal }) => get<LimitFeeds>(`sites/${siteId}/limit-feeds`, {}, signal),
    refetchInterval: 10_000,
  })
}

/** What is said of vehicles that come and leave, and when each source was heard. */
export function useRequests(siteId: number) {
  return useQuery({
    queryKey: ['sites', siteId, 'requests'],
    queryFn: ({ signal }) => get<ChargingRequests>(`sites/${siteId}/requests`, {}, signal),
    refetchInterval: 10_000,
  })
}
