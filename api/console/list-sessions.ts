import type { Static } from 'typebox'
import { listSessions as list } from '#core/sessions/list-sessions.ts'
import type { SessionFilter } from '#core/sessions/session-view.ts'
import { readTime } from './read-time.ts'
import type { ConsoleRoute } from './route.ts'
import { viewSessionRow } from './view-session.ts'
import { type SessionFilterQuery, SessionQuery, Sessions } from './wire/sessions.ts'

export const listSessions: ConsoleRoute = async (app) => {
  app.get(
    '/sessions',
    { schema: { querystring: SessionQuery, response: { 200: Sessions } }, config: { role: 'viewer' } },
    async (request) => {
      const { after = null, limit = 50 } = request.query
      const { sessions, next } = await list(request.ctx, sessionFilter(request.query), { after, limit })
      return { items: sessions.map(viewSessionRow), next }
    },
  )
}

/** What a query asks for; nothing but blanks is searched for as nothing. */
export function sessionFilter({
  state,
  charger,
  vehicle,
  q,
  from,
  to,
}: Static<typeof SessionFilterQuery>): SessionFilter {
  return {
    state: state ?? null,
    chargerId: charger ?? null,
    search: q?.trim() || null,
    ...(vehicle === undefined ? {} : { vehicle }),
    from: readTime('from', from),
    to: readTime('to', to),
  }
}
