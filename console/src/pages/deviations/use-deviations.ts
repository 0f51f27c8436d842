import { useQuery } from '@tanstack/react-query'
import type { Deviations } from '../../../../api/console/wire/deviations.ts'
import { get } from '../../api/request.ts'

/** What all chargers do differently, that seen last first. */
export function useDeviations() {
  return useQuery({
    queryKey: ['deviations'],
    queryFn: ({ signal }) => get<Deviations>('deviations', {}, signal),
    refetchInterval: 30_000,
  })
}
