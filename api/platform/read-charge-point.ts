import { ChargePoint } from './charge-point-fields.ts'
import { chargePointInclude } from './charge-point-filter.ts'
import { evsesOf, findChargePoint } from './find-charge-point.ts'
import { chargePointParams } from './params.ts'
import { query } from './read-query.ts'
import { errors, item } from './replies.ts'
import type { PlatformRoute } from './route.ts'
import { viewChargePoint } from './view-charge-point.ts'
import { sessionsOn } from './view-session.ts'

export const readChargePoint: PlatformRoute = async (app) => {
  app.get(
    '/resources/charge-points/v2.0/:chargePoint',
    {
      schema: {
        operationId: 'readChargePoint',
        summary: 'Read a charge point',
        tags: ['Charge points'],
        params: chargePointParams,
        querystring: query(chargePointInclude),
        response: { 200: item(ChargePoint, 'The charge point'), ...errors(404) },
      },
    },
    async ({ ctx, params, query }) => {
      const charger = await findChargePoint(ctx, params.chargePoint)
      const include = query['include[]'] ?? []
      const evses = include.includes('evses') ? await evsesOf(ctx, [charger]) : []
      const sessions = await sessionsOn(ctx, evses)
      return { data: viewChargePoint(charger, { now: ctx.now(), include, evses, sessions }) }
    },
  )
}
