import { ChargePoint } from './charge-point-fields.ts'
import { chargePointFilter, chargePointInclude, chargePointQuery } from './charge-point-filter.ts'
import { evsesOf } from './find-charge-point.ts'
import { cursorEnvelope, cursorPage, cursorParts, cursorQuery, readPage, whereOf } from './paging.ts'
import { query } from './read-query.ts'
import { errors, page } from './replies.ts'
import type { PlatformRoute } from './route.ts'
import { viewChargePoint } from './view-charge-point.ts'
import { sessionsOn } from './view-session.ts'

export const listChargePoints: PlatformRoute = async (app, { settings }) => {
  app.get(
    '/resources/charge-points/v2.0',
    {
      schema: {
        operationId: 'listChargePoints',
        summary: 'List charge points',
        description: 'In the order of their ids.',
        tags: ['Charge points'],
        querystring: query({ ...cursorQuery, ...chargePointQuery, ...chargePointInclude }),
        response: { 200: page(ChargePoint, cursorParts), ...errors() },
      },
    },
    async (request) => {
      const { ctx } = request
      const asked = readPage(request.query)
      const filter = chargePointFilter(request.query)
      const now = ctx.now()
      const found = filter ? await ctx.inventory.chargers(filter, asked.list, now) : []
      const { rows, ...around } = cursorPage(found, asked)
      const include = request.query['include[]'] ?? []
      const evses = include.includes('evses') ? await evsesOf(ctx, rows) : []
      const sessions = await sessionsOn(ctx, evses)
      const views = rows.map((charger) => viewChargePoint(charger, { now, include, evses, sessions }))
      return cursorEnvelope(views, around, whereOf(request, settings.publicUrl), asked.perPage)
    },
  )
}
