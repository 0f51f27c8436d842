import { useQuery } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type { Clients } from '../../../../api/console/wire/administration.ts'
import { queryClient } from '../../api/query-client.ts'
import { get } from '../../api/request.ts'

const queryKey = ['clients']

export function useClients() {
  return useQuery({ queryKey, queryFn: ({ signal }) => get<Static<typeof Clients>>('clients', {}, signal) })
}

export function refreshClients(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey })
}
