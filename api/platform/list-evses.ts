import type { FastifyRequest } from 'fastify'
import { Evse } from './evse-fields.ts'
import { evseFilter, evseInclude, evseQuery } from './evse-filter.ts'
import { findChargePoint } from './find-charge-point.ts'
import { cursorEnvelope, cursorPage, cursorParts, cursorQuery, readPage, whereOf } from './paging.ts'
import { chargePointParams } from './params.ts'
import { query } from './read-query.ts'
import { errors, page } from './replies.ts'
import type { PlatformRoute } from './route.ts'
import { viewEvse } from './view-evse.ts'
import { sessionsOn } from './view-session.ts'

export const listEvses: PlatformRoute = async (app, { settings }) => {
  for (const version of ['v2.1', 'v2.0'] as const) {
    app.get(
      `/resources/evses/${version}`,
      {
        schema: {
          operationId: `listEvses${version === 'v2.0' ? 'V20' : ''}`,
          summary: 'List EVSEs',
          deprecated: version === 'v2.0',
          tags: ['EVSEs'],
          querystring: query({ ...cursorQuery, ...evseQuery, ...evseInclude }),
          response: { 200: page(Evse, cursorParts), ...errors() },
        },
      },
      async (request) => answer(request, request.query),
    )
  }

  app.get(
    '/resources/charge-points/v2.0/:chargePoint/evses',
    {
      schema: {
        operationId: 'listEvsesOfChargePoint',
        summary: 'List the EVSEs of a charge point',
        tags: ['Charge points'],
        params: chargePointParams,
        querystring: query({ ...cursorQuery, ...evseInclude }),
        response: { 200: page(Evse, cursorParts), ...errors(404) },
      },
    },
    async (request) => {
      const { id } = await findChargePoint(request.ctx, request.params.chargePoint)
      return answer(request, { ...request.query, 'filter[chargePointId]': id })
    },
  )

  async function answer(request: Pick<FastifyRequest, 'ctx' | 'raw' | 'headers'>, asked: Asked) {
    const wanted = readPage(asked)
    const filter = evseFilter(asked)
    const found = filter ? await request.ctx.inventory.evses(filter, wanted.list) : []
    const { rows, ...around } = cursorPage(found, wanted)
    const sessions = await sessionsOn(request.ctx, rows)
    const views = rows.map((evse) => viewEvse(evse, asked['include[]'] ?? [], sessions))
    return cursorEnvelope(views, around, whereOf(request, settings.publicUrl), wanted.perPage)
  }
}

type Asked = { per_page?: string; cursor?: string; 'include[]'?: string[]; [name: string]: unknown }
