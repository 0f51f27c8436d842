import { useQuery, useQueryClient } from '@tanstack/react-query'
import { get } from '../../api/request.ts'
import { useLive } from '../../live/live.ts'
import { hasEnded } from './command-progress.ts'

const seldomMs = 20_000

/**
 * Something that is known of a charger, under `chargers/{id}/{what}`; read again when something that was asked of it has
 * ended, as the answer may be about this.
 */
export function useOwn<T>(chargerId: number, what: string, query: Record<string, string | number> = {}) {
  const client = useQueryClient()
  const queryKey = ['charger', chargerId, what]
  useLive('commands', ({ commands }) => {
    const isAnswered = commands.some((command) => command.chargerId === chargerId && hasEnded(command.state))
    if (isAnswered) void client.invalidateQueries({ queryKey })
  })
  return useQuery({
    queryKey: [...queryKey, query],
    queryFn: ({ signal }) => get<T>(`chargers/${chargerId}/${what}`, query, signal),
    refetchInterval: seldomMs,
    placeholderData: (before) => before,
  })
}
