import { Type } from 'typebox'
import type { Charger } from '#core/chargers/charger.ts'
import type { Uses } from '#core/context.ts'
import { connectorHistory, readHistory } from './connector-history.ts'
import { findCharger, placeOf } from './find-charger.ts'
import { chargerId, connectorId, historyQuery, historySpan } from './parameters.ts'
import { readAvailabilityOfCharger } from './read-charger-availability.ts'
import { query } from './read-input.ts'
import { errors, reply } from './replies.ts'
import type { DepotRoute } from './route.ts'
import { AvailabilityStatusList, reportTime, viewConnector } from './view-status.ts'

export const readConnectorAvailability: DepotRoute = async (app) => {
  app.get(
    '/v1/chargerStatus/chargers/:chargerId/connectors/:connectorId/availabilityStatus',
    {
      schema: {
        operationId: 'readConnectorAvailability',
        summary: 'Read the availability of a connector',
        description: 'The current status, or none when the connector never sent one. With `from` or `to`: the history.',
        tags: ['Charger Status'],
        params: Type.Object({
          chargerId,
          connectorId,
        }),
        querystring: query(historyQuery),
        response: { 200: reply(AvailabilityStatusList, 'The status, or the history, newest first'), ...errors(404) },
      },
      config: { grant: 'chargerStatus' },
    },
    async (request) => {
      const span = historySpan(request.query)
      const charger = await findCharger(request.ctx, request.params.chargerId)
      const { connectorId } = request.params
      if (connectorId === 0) return readAvailabilityOfCharger(request.ctx, charger, span)

      const place = placeOf(await request.ctx.chargers.evses(charger), connectorId)
      if (!span) return readNow(request.ctx, charger, place)
      return { items: await readHistory(request.ctx, { charger, place, span }) }
    },
  )
}

type Place = { evse: number; connector: number }

async function readNow(ctx: Uses<'chargers'>, charger: Charger, place: Place) {
  const states = await ctx.chargers.connectorStates(charger)
  const state = states.find(({ evse, connector }) => evse === place.evse && connector === place.connector)
  if (!state) return { items: [] }
  if (state.status !== 'Occupied') return { items: [viewConnector(state, null)] }
  const events = await ctx.chargers.chargingEvents(charger, place.evse, reportTime(state))
  return { items: connectorHistory([state], events, { from: null, to: null, limit: 1 }) }
}
