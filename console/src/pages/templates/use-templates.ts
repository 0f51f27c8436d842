import { useQuery } from '@tanstack/react-query'
import type { Templates } from '../../../../api/console/wire/provisioning.ts'
import { queryClient } from '../../api/query-client.ts'
import { get } from '../../api/request.ts'

/** How chargers of each model are to be set up. */
export function useTemplates() {
  return useQuery({ queryKey: ['templates'], queryFn: ({ signal }) => get<Templates>('templates', {}, signal) })
}

export function refreshTemplates(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['templates'] })
}
