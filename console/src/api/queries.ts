import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import type { Load } from '../../../api/console/wire/chargers.ts'
import type { Me } from '../../../api/console/wire/login.ts'
import { serverNow, setServerClock } from '../clock/server-clock.ts'
import { get, setCsrfToken } from './request.ts'

/** Keys of what several pages read. A page's own queries stand in its folder, their keys begin with its name. */
export const keys = {
  me: ['me'],
  load: (hours: number) => ['load', hours],
} as const

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: async ({ signal }) => rememberMe(await get<Me>('me', {}, signal)),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
})

/** Puts the clock and the token of a `Me` to use. For who got one otherwise than by `meQuery`, as from the login. */
export function rememberMe(me: Me): Me {
  setCsrfToken(me.csrfToken)
  setServerClock(me.clock)
  return me
}

/** Who is logged in. Only below the shell, which has read it. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data
}

/** The site's load of the last `hours`. */
export function useLoad(hours: number) {
  return useQuery(loadQuery(hours))
}

function loadQuery(hours: number) {
  return queryOptions({
    queryKey: keys.load(hours),
    queryFn: ({ signal }) => get<Load>('load', { from: hoursAgo(hours) }, signal),
  })
}

function hoursAgo(hours: number): string {
  return new Date(serverNow() - hours * 3_600_000).toISOString()
}
