import { useQuery } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type { Accounts } from '../../../../api/console/wire/administration.ts'
import { keys } from '../../api/queries.ts'
import { queryClient } from '../../api/query-client.ts'
import { get } from '../../api/request.ts'

const queryKey = ['accounts']

export function useAccounts() {
  return useQuery({ queryKey, queryFn: ({ signal }) => get<Static<typeof Accounts>>('accounts', {}, signal) })
}

/** Reads the accounts anew, and one's own: it may be among them. */
export async function refreshAccounts(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey })
  await queryClient.invalidateQueries({ queryKey: keys.me })
}
