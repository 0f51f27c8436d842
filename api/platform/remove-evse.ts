import { removeEvse as remove } from '#core/chargers/set-up-evse.ts'
import { findEvse } from './find-charge-point.ts'
import { evseOfChargePointParams, evseParams } from './params.ts'
import { errors, nothing } from './replies.ts'
import type { PlatformRoute } from './route.ts'

const description = 'Its history is kept. One that the charge point tells of again is not made again by that.'

export const removeEvse: PlatformRoute = async (app) => {
  app.delete(
    '/resources/evses/v2.1/:evse',
    {
      schema: {
        operationId: 'removeEvse',
        summary: 'Remove an EVSE',
        description,
        tags: ['EVSEs'],
        params: evseParams,
        response: { 204: nothing, ...errors(404) },
      },
    },
    async ({ ctx, params }, reply) => {
      await remove(ctx, await findEvse(ctx, params))
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/resources/charge-points/v2.0/:chargePoint/evses/:evse',
    {
      schema: {
        operationId: 'removeEvseOfChargePoint',
        summary: 'Remove an EVSE of a charge point',
        description,
        tags: ['Charge points'],
        params: evseOfChargePointParams,
        response: { 204: nothing, ...errors(404) },
      },
    },
    async ({ ctx, params }, reply) => {
      await remove(ctx, await findEvse(ctx, params))
      return reply.code(204).send(null)
    },
  )
}
