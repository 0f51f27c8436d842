import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ErrandDetail, Errands } from '../../../../../api/console/wire/devices.ts'
import { get } from '../../../api/request.ts'
import { useLive } from '../../../live/live.ts'

const oftenMs = 4_000
const seldomMs = 30_000

/** What a charger is at, or was; read again often while something goes on, and when a command ends. */
export function useErrands(chargerId: number) {
  const client = useQueryClient()
  const queryKey = ['charger', chargerId, 'errands']
  useLive('commands', ({ commands }) => {
    if (commands.some((command) => command.chargerId === chargerId)) void client.invalidateQueries({ queryKey })
  })
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => get<Errands>(`chargers/${chargerId}/errands`, { limit: 50 }, signal),
    refetchInterval: ({ state: { data } }) => (data?.items.some(({ state }) => state === 'open') ? oftenMs : seldomMs),
  })
}

/** One errand with its steps, as long as it is looked at. */
export function useErrandSteps(chargerId: number, errandId: number, isOpen: boolean) {
  return useQuery({
    queryKey: ['charger', chargerId, 'errands', errandId],
    queryFn: ({ signal }) => get<ErrandDetail>(`chargers/${chargerId}/errands/${errandId}`, {}, signal),
    refetchInterval: isOpen ? oftenMs : false,
  })
}
