import { Type } from 'typebox'
import { findCharger } from './find-charger.ts'
import { chargerId, historyQuery, historySpan } from './parameters.ts'
import { query } from './read-input.ts'
import { errors, reply } from './replies.ts'
import type { DepotRoute } from './route.ts'
import { ConnectivityStatusList, viewLink } from './view-status.ts'

export const readConnectivity: DepotRoute = async (app) => {
  app.get(
    '/v1/chargerStatus/chargers/:chargerId/connectivityStatus',
    {
      schema: {
        operationId: 'readConnectivity',
        summary: 'Read whether a charger is connected',
        description:
          'Since when it is as it is; none for a charger that never connected. With `from` or `to`: the history.',
        tags: ['Charger Status'],
        params: Type.Object({ chargerId }),
        querystring: query(historyQuery),
        response: { 200: reply(ConnectivityStatusList, 'The state, or the history, newest first'), ...errors(404) },
      },
      config: { grant: 'chargerStatus' },
    },
    async (request) => {
      const span = historySpan(request.query)
      const charger = await findCharger(request.ctx, request.params.chargerId)
      const { chargers } = request.ctx
      if (span) {
        const history = await chargers.linkHistory(charger, span)
        return { items: history.map(viewLink) }
      }
      const link = await chargers.link(charger)
      return { items: link ? [viewLink(link)] : [] }
    },
  )
}
