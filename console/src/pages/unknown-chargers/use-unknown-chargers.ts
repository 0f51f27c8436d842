import { useQuery } from '@tanstack/react-query'
import type { UnknownChargers } from '../../../../api/console/wire/provisioning.ts'
import { queryClient } from '../../api/query-client.ts'
import { get } from '../../api/request.ts'

/** Chargers that try to connect and are not known. */
export function useUnknownChargers() {
  return useQuery({
    queryKey: ['unknown-chargers'],
    queryFn: ({ signal }) => get<UnknownChargers>('unknown-chargers', {}, signal),
    refetchInterval: 10_000,
  })
}

export function refreshUnknownChargers(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['unknown-chargers'] })
}
