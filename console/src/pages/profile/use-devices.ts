import { useQuery } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type { Devices } from '../../../../api/console/wire/login.ts'
import { queryClient } from '../../api/query-client.ts'
import { get } from '../../api/request.ts'

const queryKey = ['devices']

export function useDevices() {
  return useQuery({ queryKey, queryFn: ({ signal }) => get<Static<typeof Devices>>('devices', {}, signal) })
}

export function refreshDevices(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey })
}
