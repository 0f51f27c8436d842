import { type Static, Type } from 'typebox'
import type { Charger } from '#core/chargers/charger.ts'
import type { Uses } from '#core/context.ts'
import { readFinishedSessions } from '#core/sessions/read-finished-sessions.ts'
import { readHistory } from './connector-history.ts'
import { findCharger, placeOf } from './find-charger.ts'
import { pageLinks } from './page-links.ts'
import { chargerId, connectorIdFromOne, from, isReachable, page, to } from './parameters.ts'
import { checkInterval, query } from './read-input.ts'
import { errors, reply } from './replies.ts'
import type { DepotRoute } from './route.ts'
import { SessionReports, spansOf, statusesWithin, viewSessionReport } from './view-session-report.ts'

const Query = query({
  chargerId,
  connectorId: connectorIdFromOne,
  page,
  limit: Type.Integer({
    minimum: 1,
    maximum: 2_000,
    default: 3,
    description: 'The most reports to answer with',
    examples: [10],
  }),
  from: Type.Optional(from),
  to: Type.Optional(to),
})

export const listSessionReports: DepotRoute = async (app) => {
  app.get(
    '/v1/sessionReports',
    {
      schema: {
        operationId: 'listSessionReports',
        summary: 'List what a connector reported of its sessions',
        description:
          'Finished sessions, the newest first; `from` and `to` are about their start. What only the maker’s hardware tells is left out.',
        tags: ['Session Reports'],
        querystring: Query,
        response: { 200: { ...reply(SessionReports, 'The reports'), headers: linkHeader }, ...errors(404) },
      },
      config: { grant: 'sessionReports' },
    },
    async (request, reply) => {
      const { ctx, query: asked } = request
      checkInterval(asked)
      const charger = await findCharger(ctx, asked.chargerId)
      const place = placeOf(await ctx.chargers.evses(charger), asked.connectorId)
      const { items, more } = isReachable(asked)
        ? await reportsOf(ctx, charger, place, asked)
        : { items: [], more: false }
      const { page } = asked
      reply.header('link', pageLinks({ url: request.url, routeUrl: request.routeOptions.url! }, { page, more }))
      return { ChargerID: charger.identity, ConnectorID: String(asked.connectorId), items }
    },
  )
}

const linkHeader = { Link: { type: 'string', description: 'Other pages: `first`, `prev`, `next` (RFC 8288)' } }

async function reportsOf(
  ctx: Uses<'chargers' | 'finishedSessions'>,
  charger: Charger,
  place: { evse: number; connector: number },
  asked: Static<typeof Query>,
) {
  const { sessions, more } = await readFinishedSessions(ctx, {
    ...{ charger: charger.identity, connector: asked.connectorId, vehicleId: null },
    ...{ from: asked.from ?? null, to: asked.to ?? null, filterBy: 'startedAt' },
    ...{ orderBy: 'startedAt', order: 'desc', page: asked.page, limit: asked.limit },
  })
  const ascending = sessions.toReversed()
  const spans = spansOf(ascending)
  if (spans.length === 0) return { items: [], more }
  const from = Temporal.Instant.fromEpochMilliseconds(spans[0]!.fromMs)
  const to = Temporal.Instant.fromEpochMilliseconds(spans.at(-1)!.toMs)
  const span = { from, to, limit: mostStatuses }
  const statuses = (await readHistory(ctx, { charger, place, span })).toReversed()
  const each = statusesWithin(statuses, spans)
  const items = ascending.map((session, at) => viewSessionReport(session, each[at]!))
  return { items: items.toReversed(), more }
}

// Of two thousand sessions; a connector that says more than that says the same all the time.
const mostStatuses = 50_000
