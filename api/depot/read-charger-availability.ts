import { Type } from 'typebox'
import type { Charger, Span } from '#core/chargers/charger.ts'
import type { Uses } from '#core/context.ts'
import { chargerHistory } from './connector-history.ts'
import { findCharger } from './find-charger.ts'
import { chargerId, historyQuery, historySpan } from './parameters.ts'
import { query } from './read-input.ts'
import { errors, reply } from './replies.ts'
import type { DepotRoute } from './route.ts'
import { AvailabilityStatusList, viewCharger, viewChargerNow } from './view-status.ts'

export const readChargerAvailability: DepotRoute = async (app) => {
  app.get(
    '/v1/chargerStatus/chargers/:chargerId/availabilityStatus',
    {
      schema: {
        operationId: 'readChargerAvailability',
        summary: 'Read the availability of a charger',
        description: 'The current status, or none when the charger never sent one. With `from` or `to`: the history.',
        tags: ['Charger Status'],
        params: Type.Object({ chargerId }),
        querystring: query(historyQuery),
        response: {
          200: reply(AvailabilityStatusList, 'The status, or the history, newest first', example),
          ...errors(404),
        },
      },
      config: { grant: 'chargerStatus' },
    },
    async (request) => {
      const span = historySpan(request.query)
      const charger = await findCharger(request.ctx, request.params.chargerId)
      return readAvailabilityOfCharger(request.ctx, charger, span)
    },
  )
}

const example = {
  items: [
    {
      ...{ timeStamp: '2025-02-11T04:12:09.000Z', errorCode: 'NoError', vendorErrorCode: null, vendorId: null },
      status: 'Available',
    },
  ],
}

/** Of the charger as a whole: also what is meant by connector 0. */
export async function readAvailabilityOfCharger(ctx: Uses<'chargers'>, charger: Charger, span: Span | null) {
  const states = await ctx.chargers.connectorStates(charger)
  if (!span) {
    const now = viewChargerNow(states)
    return { items: now ? [now] : [] }
  }
  if (states.some(({ evse }) => evse === 0)) {
    const history = await ctx.chargers.statusHistory(charger, { evse: 0, connector: 0 }, span)
    return { items: history.map(viewCharger) }
  }
  const each = states.map((place) =>
    ctx.chargers.statusHistory(charger, place, { ...span, limit: mostReports, before: true }),
  )
  return { items: chargerHistory((await Promise.all(each)).flat(), span) }
}

// Of each connector; what lies further back is not told.
const mostReports = 10_000
