import { Type } from 'typebox'
import type { ChargingRequest as CoreRequest } from '#core/circuits/charging-request.ts'
import { withdrawRequest, writeRequests } from '#core/departures/write-requests.ts'
import { chargerOf } from './charger-params.ts'
import { readTime } from './read-time.ts'
import type { ConsoleRoute } from './route.ts'
import { SiteParams, siteOf } from './site-params.ts'
import { timeText } from './time-text.ts'
import { closed, Id } from './wire/parts.ts'
import { type ChargingRequest, ChargingRequests, RequestToWrite } from './wire/site-requests.ts'

/** When vehicles leave and what they need, whoever said so; and what an operator says of it by hand. */
export const siteRequests: ConsoleRoute = async (app) => {
  app.get(
    '/sites/:id/requests',
    { schema: { params: SiteParams, response: { 200: ChargingRequests } }, config: { role: 'viewer' } },
    async (request) => {
      const { id } = await siteOf(request, request.params.id)
      const { siteLimits, now } = request.ctx
      const [requests, heard] = await Promise.all([siteLimits.requests(id, now()), siteLimits.heard(id)])
      return {
        items: requests.map(viewRequest),
        heard: [...heard].map(([source, at]) => ({ source, at: timeText(at) })),
      }
    },
  )

  app.post(
    '/sites/:id/requests',
    {
      schema: { params: SiteParams, body: RequestToWrite, response: { 204: Type.Null() } },
      config: { role: 'operator' },
    },
    async (request, reply) => {
      const { ctx, params, body } = request
      const charger = await chargerOf(request, body.chargerId)
      const evse = body.evse ?? null
      await writeRequests(ctx, {
        siteId: params.id,
        source: 'operator',
        requests: [
          {
            requestId: body.requestId ?? `${charger.identity}/${evse ?? '*'}`,
            vehicleId: null,
            place: { chargerId: charger.id, evse },
            arrivesAt: readTime('arrivesAt', body.arrivesAt),
            departsAt: readTime('departsAt', body.departsAt),
            soc: null,
            minimumSoc: body.minimumSoc ?? null,
            targetSoc: body.targetSoc ?? null,
            needMinimumWh: body.needMinimumWh ?? null,
            needFullWh: body.needFullWh ?? null,
            klass: body.klass ?? null,
            precondition: null,
            confidence: 1,
            reportedAt: ctx.now(),
          },
        ],
      })
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/sites/:id/requests/:requestId',
    {
      schema: {
        params: Type.Object({ id: Id, requestId: Type.String({ pattern: '^[^\\u0000]{1,255}$' }) }, closed),
        response: { 204: Type.Null() },
      },
      config: { role: 'operator' },
    },
    async ({ ctx, params }, reply) => {
      await withdrawRequest(ctx, { siteId: params.id, source: 'operator', requestId: params.requestId })
      return reply.code(204).send(null)
    },
  )
}

/** As everybody sees what was said of a stay. */
export function viewRequest({ place, ...request }: CoreRequest): ChargingRequest {
  return {
    ...request,
    chargerId: place?.chargerId ?? null,
    evse: place?.evse ?? null,
    arrivesAt: request.arrivesAt && timeText(request.arrivesAt),
    departsAt: request.departsAt && timeText(request.departsAt),
    reportedAt: timeText(request.reportedAt),
  }
}
