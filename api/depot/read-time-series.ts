import { Type } from 'typebox'
import { findCharger, placeOf } from './find-charger.ts'
import { chargerId, connectorId } from './parameters.ts'
import { errors, reply } from './replies.ts'
import type { DepotRoute } from './route.ts'
import { readSeries, SeriesQuery, TimeSeries } from './time-series.ts'

const description =
  'Ascending. Without `from` and `to`: of the previous calendar day in the time zone of the site. More than 50000 points are refused unless they are asked for by pages.'
const response = { 200: reply(TimeSeries, 'The points; none is an empty list'), ...errors(404) }

export const readTimeSeries: DepotRoute = async (app) => {
  app.get(
    '/v1/timeSeries/chargers/:chargerId',
    {
      schema: {
        operationId: 'readChargerTimeSeries',
        summary: 'Read what a charger has measured',
        description: `${description} Where only connectors report, power, energy and current are their sums.`,
        tags: ['Time Series'],
        params: Type.Object({ chargerId }),
        querystring: SeriesQuery,
        response,
      },
      config: { grant: 'timeSeries' },
    },
    async ({ ctx, params, query }) => readSeries(ctx, await findCharger(ctx, params.chargerId), null, query),
  )

  app.get(
    '/v1/timeSeries/chargers/:chargerId/connectors/:connectorId',
    {
      schema: {
        operationId: 'readConnectorTimeSeries',
        summary: 'Read what a connector has measured',
        description,
        tags: ['Time Series'],
        params: Type.Object({ chargerId, connectorId }),
        querystring: SeriesQuery,
        response,
      },
      config: { grant: 'timeSeries' },
    },
    async ({ ctx, params, query }) => {
      const charger = await findCharger(ctx, params.chargerId)
      const { connectorId } = params
      const place = connectorId === 0 ? null : placeOf(await ctx.chargers.evses(charger), connectorId)
      return readSeries(ctx, charger, place, query)
    },
  )
}
