import { useQuery } from '@tanstack/react-query'
import type { Settings } from '../../../../api/console/wire/administration.ts'
import { queryClient } from '../../api/query-client.ts'
import { get, patch } from '../../api/request.ts'

const queryKey = ['settings']

export type Retention = Settings['retention'][number]

export function useSettings() {
  return useQuery({ queryKey, queryFn: ({ signal }) => get<Settings>('settings', {}, signal) })
}

/** Keeps one kind of data so many days; null goes back to the default. */
export async function keepFor(name: Retention['name'], days: number | null): Promise<void> {
  queryClient.setQueryData(queryKey, await patch<Settings>('settings/retention', { [name]: days }))
}
