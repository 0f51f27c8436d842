import { useQuery } from '@tanstack/react-query'
import type { Tariffs } from '../../../../api/console/wire/tariffs.ts'
import { queryClient } from '../../api/query-client.ts'
import { get } from '../../api/request.ts'

/** All tariffs, newest first, and where which one applies. */
export function useTariffs() {
  return useQuery({ queryKey: ['tariffs'], queryFn: ({ signal }) => get<Tariffs>('tariffs', {}, signal) })
}

/** Reads them anew, after one was changed. */
export function refreshTariffs(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['tariffs'] })
}
