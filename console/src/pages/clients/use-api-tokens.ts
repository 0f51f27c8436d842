import { useQuery } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type { ApiTokens } from '../../../../api/console/wire/administration.ts'
import { queryClient } from '../../api/query-client.ts'
import { get } from '../../api/request.ts'

const queryKey = ['api-tokens']

export function useApiTokens() {
  return useQuery({ queryKey, queryFn: ({ signal }) => get<Static<typeof ApiTokens>>('api-tokens', {}, signal) })
}

export function refreshApiTokens(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey })
}
