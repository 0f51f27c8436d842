import { useQuery } from '@tanstack/react-query'
import type { ActivationReport, SiteFlexibility } from '../../../../../api/console/wire/flexibility.ts'
import { get } from '../../../api/request.ts'

/** What a site has offered and delivers; read again soon, since the engine answers within seconds. */
export function useFlexibility(siteId: number) {
  return useQuery({
    queryKey: ['sites', siteId, 'flexibility'],
    queryFn: ({ signal }) => get<SiteFlexibility>(`sites/${siteId}/flexibility`, {}, signal),
    refetchInterval: 4_000,
  })
}

/** Minute by minute; read again while it runs. */
export function useActivationReport(siteId: number, activation: number) {
  return useQuery({
    queryKey: ['sites', siteId, 'flexibility', activation],
    queryFn: ({ signal }) => get<ActivationReport>(`sites/${siteId}/flexibility/activations/${activation}`, {}, signal),
    refetchInterval: ({ state }) => (isOver(state.data) ? false : 15_000),
  })
}

function isOver(report: ActivationReport | undefined): boolean {
  return report !== undefined && !['acknowledged', 'running'].includes(report.activation.state)
}
