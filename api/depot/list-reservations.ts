import { type Static, Type } from 'typebox'
import { findCharger, placeOf } from './find-charger.ts'
import { pageLinks } from './page-links.ts'
import { chargerId, connectorIdFromOne, from, isReachable, limit, page, to } from './parameters.ts'
import { checkInterval, query } from './read-input.ts'
import { errors } from './replies.ts'
import { type Reservation, viewReservation } from './reservation.ts'
import type { DepotRoute } from './route.ts'

export const listReservations: DepotRoute = async (app) => {
  app.get(
    '/v1/reservations/chargers/:chargerId/connectors/:connectorId',
    {
      schema: {
        operationId: 'listReservations',
        summary: 'List the reservations of a connector',
        description:
          'Those whose time touches the interval, also those that have ended; the latest start comes first. Without a `next` in the header `Link` the page is the last one.',
        tags: ['Reservations'],
        params: Type.Object({ chargerId, connectorId: connectorIdFromOne }),
        querystring: query({ from: Type.Optional(from), to: Type.Optional(to), page, limit }),
        response: { 200: Page, ...errors(404) },
      },
      config: { grant: 'reservations' },
    },
    async (request, reply) => {
      const { ctx, params, query } = request
      checkInterval(query)
      const { page, limit, from = null, to = null } = query
      const charger = await findCharger(ctx, params.chargerId)
      const place = placeOf(await ctx.chargers.evses(charger), params.connectorId)
      const span = { from, to, skip: (page - 1) * limit, limit: limit + 1 }
      const found = isReachable(query)
        ? await ctx.reservations.ofConnector({ chargerId: charger.id, ...place }, span)
        : []
      const more = found.length > limit
      const asked = { url: request.url, routeUrl: request.routeOptions.url!, params }
      reply.header('link', pageLinks(asked, { page, more }))
      return found.slice(0, limit).map((one) => viewReservation(one, one.evse === null ? 0 : params.connectorId))
    },
  )
}

const Page = Type.Unsafe<Static<typeof Reservation>[]>({
  type: 'array',
  items: { $ref: 'Reservation#' },
  description: 'One page of reservations',
  headers: {
    Link: { type: 'string', description: 'Other pages: `first`, `prev` and, while there are more, `next` (RFC 8288)' },
  },
})
