import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ChargerDetail } from '../../../../api/console/wire/chargers.ts'
import type { SessionRow, Sessions } from '../../../../api/console/wire/sessions.ts'
import { get } from '../../api/request.ts'
import { useLive, useTopics } from '../../live/live.ts'
import { isOpen } from '../sessions/session-rows.ts'

export function chargerQuery(id: number) {
  return queryOptions({
    queryKey: ['charger', id],
    queryFn: ({ signal }) => get<ChargerDetail>(`chargers/${id}`, {}, signal),
  })
}

/** A charger, kept up to date by the stream. `removed` once somebody took it out of service. */
export function useCharger(id: number) {
  const client = useQueryClient()
  const query = useQuery(chargerQuery(id))
  const [removed, setRemoved] = useState(false)
  useTopics(['board', `charger:${id}`], query.data?.cursor)
  useLive('board', ({ chargers, removed }) => {
    if (removed.includes(id)) setRemoved(true)
    const row = chargers.findLast((charger) => charger.id === id)
    if (!row) return
    setRemoved(false)
    const before = client.getQueryData(chargerQuery(id).queryKey)
    client.setQueryData(chargerQuery(id).queryKey, (known) => known && { ...known, row })
    const isOther = before?.row.connected !== row.connected || before.row.blocked !== row.blocked
    if (isOther) void client.invalidateQueries({ queryKey: ['charger', id], exact: true })
  })
  return { ...query, removed }
}

/** The sessions that run at a charger now; the topics are wanted by `useCharger`. */
export function useOpenSessions(chargerId: number): readonly SessionRow[] {
  const client = useQueryClient()
  const queryKey = ['charger', chargerId, 'open-sessions']
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => get<Sessions>('sessions', { charger: chargerId, state: 'open', limit: 50 }, signal),
  })
  useLive('sessions', ({ sessions }) => {
    const own = sessions.filter((session) => session.charger.id === chargerId)
    if (own.length === 0) return
    client.setQueryData<Sessions>(queryKey, (known) => {
      if (!known) return known
      const changed = new Set(own.map(({ id }) => id))
      return { ...known, items: [...own.filter(isOpen), ...known.items.filter(({ id }) => !changed.has(id))] }
    })
  })
  return query.data?.items ?? []
}
