import { useQueries } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { ConnectorRow } from '../../../../api/console/wire/chargers.ts'
import type { Readings } from '../../../../api/console/wire/sessions.ts'
import { get } from '../../api/request.ts'
import { serverNow } from '../../clock/server-clock.ts'
import { useLive } from '../../live/live.ts'
import { addReadings, type LiveReading, type PowerWindow } from './power-window.ts'

/** The power of each EVSE in the last 30 minutes: what the running sessions had, and what comes live. */
export function usePowerWindow(chargerId: number, connectors: readonly ConnectorRow[]): PowerWindow {
  const [live, setLive] = useState<readonly LiveReading[]>([])
  useLive('readings', ({ chargerId: of, readings }) => {
    if (of === chargerId) setLive((known) => [...known, ...readings].slice(-mostKept))
  })
  const running = connectors.flatMap(({ evse, sessionId }) => (sessionId === null ? [] : [{ evse, sessionId }]))
  const stored = useQueries({
    queries: running.map(({ sessionId }) => ({
      queryKey: ['session', sessionId, 'readings'],
      queryFn: ({ signal }: { signal: AbortSignal }) => get<Readings>(`sessions/${sessionId}/readings`, {}, signal),
    })),
    combine: (results) => results.map(({ data }) => data?.points),
  })
  const evses = running.map(({ evse }) => evse).join()
  return useMemo(() => {
    const places = evses === '' ? [] : evses.split(',').map(Number)
    const earlier = places.flatMap(
      (evse, place) => stored[place]?.map(({ at, powerW }) => ({ evse, at, powerW })) ?? [],
    )
    return addReadings(new Map(), [...earlier, ...live], serverNow())
  }, [evses, stored, live])
}

const mostKept = 4_000
