import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ProvisioningView, Variables } from '../../../../../api/console/wire/provisioning.ts'
import { get } from '../../../api/request.ts'
import { useLive } from '../../../live/live.ts'
import { hasEnded } from '../command-progress.ts'

const oftenMs = 3_000
const seldomMs = 20_000

/** What a charger says its settings are; read again when something was asked of it, as the answer may be about them. */
export function useVariables(chargerId: number) {
  const client = useQueryClient()
  const queryKey = ['charger', chargerId, 'variables']
  useLive('commands', ({ commands }) => {
    const isAnswered = commands.some((command) => command.chargerId === chargerId && hasEnded(command.state))
    if (isAnswered) void client.invalidateQueries({ queryKey })
  })
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => get<Variables>(`chargers/${chargerId}/variables`, {}, signal),
    refetchInterval: seldomMs,
  })
}

/** How a charger is being configured, or was the last time. */
export function useProvisioning(chargerId: number) {
  return useQuery({
    queryKey: ['charger', chargerId, 'provisioning'],
    queryFn: ({ signal }) => get<ProvisioningView>(`chargers/${chargerId}/provisioning`, {}, signal),
    refetchInterval: ({ state: { data } }) => (data?.state === 'open' || data?.isAsked ? oftenMs : seldomMs),
  })
}
