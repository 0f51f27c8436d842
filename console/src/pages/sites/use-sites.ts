import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { CircuitLimits } from '../../../../api/console/wire/circuit-limits.ts'
import type { SiteAlarms } from '../../../../api/console/wire/site-alarms.ts'
import type { SitePlan } from '../../../../api/console/wire/site-plan.ts'
import type { Prices } from '../../../../api/console/wire/site-prices.ts'
import type { SteeringRoundDetail, SteeringRounds } from '../../../../api/console/wire/site-rounds.ts'
import type { SiteCheck, SiteDetail, Sites } from '../../../../api/console/wire/sites.ts'
import { queryClient } from '../../api/query-client.ts'
import { get } from '../../api/request.ts'

/** How often what the engine shows is read again. */
const liveMs = 3_000
const slowMs = 10_000

/** All sites, as they are now. */
export function useSites() {
  return useQuery({
    queryKey: ['sites'],
    queryFn: ({ signal }) => get<Sites>('sites', {}, signal),
    refetchInterval: liveMs + 2_000,
  })
}

/** One site with its circuits and chargers, read every few seconds. */
export function useSite(id: number) {
  return useQuery({
    queryKey: ['sites', id],
    queryFn: ({ signal }) => get<SiteDetail>(`sites/${id}`, {}, signal),
    refetchInterval: liveMs,
  })
}

/** Who limits the circuits of a site, and who changed what. */
export function useCircuitLimits(id: number) {
  return useQuery({
    queryKey: ['sites', id, 'limits'],
    queryFn: ({ signal }) => get<CircuitLimits>(`sites/${id}/limits`, {}, signal),
    refetchInterval: slowMs,
  })
}

export function useSitePlan(id: number) {
  return useQuery({
    queryKey: ['sites', id, 'plan'],
    queryFn: ({ signal }) => get<SitePlan>(`sites/${id}/plan`, {}, signal),
    refetchInterval: slowMs,
  })
}

/** Whether the fallbacks of all chargers fit everywhere; only while somebody looks at it. */
export function useSiteCheck(id: number) {
  return useQuery({
    queryKey: ['sites', id, 'check'],
    queryFn: ({ signal }) => get<SiteCheck>(`sites/${id}/check`, {}, signal),
  })
}

export function useSitePrices(id: number) {
  return useQuery({
    queryKey: ['sites', id, 'prices'],
    queryFn: ({ signal }) => get<Prices>(`sites/${id}/prices`, {}, signal),
  })
}

/** What is wrong at a site and what was, newest first. */
export function useSiteAlarms(id: number) {
  return useQuery({
    queryKey: ['sites', id, 'alarms'],
    queryFn: ({ signal }) => get<SiteAlarms>('site-alarms', { site: id }, signal),
    refetchInterval: slowMs,
  })
}

/** What the engine decided, newest first, page by page; new ones come while only the first page is open. */
export function useRounds(id: number) {
  const { data, ...query } = useInfiniteQuery({
    queryKey: ['sites', id, 'rounds'],
    queryFn: ({ pageParam, signal }) => get<SteeringRounds>(`sites/${id}/rounds`, { after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: ({ state }) => (state.data && state.data.pages.length > 1 ? false : slowMs),
  })
  return { ...query, rounds: data?.pages.flatMap(({ items }) => items) }
}

/** A round never changes. */
export function useRound(id: number) {
  return useQuery({
    queryKey: ['round', id],
    queryFn: ({ signal }) => get<SteeringRoundDetail>(`rounds/${id}`, {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Reads all that is shown of sites anew, after something was changed. */
export function refreshSites(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['sites'] })
}
