import { Evse } from './evse-fields.ts'
import { evseInclude } from './evse-filter.ts'
import { findEvse } from './find-charge-point.ts'
import { evseOfChargePointParams, evseParams } from './params.ts'
import { query } from './read-query.ts'
import { errors, item } from './replies.ts'
import type { PlatformRoute } from './route.ts'
import { viewOneEvse } from './view-evse.ts'

export const readEvse: PlatformRoute = async (app) => {
  for (const version of ['v2.1', 'v2.0'] as const) {
    app.get(
      `/resources/evses/${version}/:evse`,
      {
        schema: {
          operationId: `readEvse${version === 'v2.0' ? 'V20' : ''}`,
          summary: 'Read an EVSE',
          deprecated: version === 'v2.0',
          tags: ['EVSEs'],
          params: evseParams,
          querystring: query(evseInclude),
          response: { 200: item(Evse, 'The EVSE'), ...errors(404) },
        },
      },
      async ({ ctx, params, query }) => ({
        data: await viewOneEvse(ctx, await findEvse(ctx, params), query['include[]']),
      }),
    )
  }

  app.get(
    '/resources/charge-points/v2.0/:chargePoint/evses/:evse',
    {
      schema: {
        operationId: 'readEvseOfChargePoint',
        summary: 'Read an EVSE of a charge point',
        tags: ['Charge points'],
        params: evseOfChargePointParams,
        querystring: query(evseInclude),
        response: { 200: item(Evse, 'The EVSE'), ...errors(404) },
      },
    },
    async ({ ctx, params, query }) => ({
      data: await viewOneEvse(ctx, await findEvse(ctx, params), query['include[]']),
    }),
  )
}
