import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { TemplateReach, Templates, TemplateToChange } from '../../../../api/console/wire/provisioning.ts'
import { queryClient } from '../../api/query-client.ts'
import { get, post } from '../../api/request.ts'

/** How chargers of each model are to be set up. */
export function useTemplates() {
  return useQuery({ queryKey: ['templates'], queryFn: ({ signal }) => get<Templates>('templates', {}, signal) })
}

/** Which chargers a change would reach, without making it. Null asks nothing. */
export function useReach(change: TemplateToChange | null) {
  return useQuery({
    queryKey: ['templates', 'reach', change],
    queryFn: () => post<TemplateReach>('templates/preview', change),
    enabled: change !== null,
    placeholderData: keepPreviousData,
    retry: false,
  })
}

export function refreshTemplates(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['templates'] })
}
