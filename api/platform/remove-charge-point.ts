import { removeCharger } from '#core/chargers/remove-charger.ts'
import { findChargePoint } from './find-charge-point.ts'
import { chargePointParams } from './params.ts'
import { errors, nothing } from './replies.ts'
import type { PlatformRoute } from './route.ts'

export const removeChargePoint: PlatformRoute = async (app) => {
  app.delete(
    '/resources/charge-points/v2.0/:chargePoint',
    {
      schema: {
        operationId: 'removeChargePoint',
        summary: 'Remove a charge point',
        description: 'It is disconnected, and its identity is free. Its history is kept.',
        tags: ['Charge points'],
        params: chargePointParams,
        response: { 204: nothing, ...errors(404) },
      },
    },
    async ({ ctx, params }, reply) => {
      const { id } = await findChargePoint(ctx, params.chargePoint)
      await removeCharger(ctx, id)
      return reply.code(204).send(null)
    },
  )
}
