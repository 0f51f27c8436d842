import { Type } from 'typebox'
import { endConnection } from '#core/chargers/end-connection.ts'
import { findCharger } from './find-charger.ts'
import { chargerId } from './parameters.ts'
import { errors, reply } from './replies.ts'
import type { DepotRoute } from './route.ts'
import { Success } from './success.ts'

export const forceTerminateConnection: DepotRoute = async (app) => {
  app.put(
    // Without `/chargers/`, other than its neighbours (depot-api 0.3).
    '/v1/chargerControl/:chargerId/forceTerminateConnection',
    {
      schema: {
        operationId: 'forceTerminateConnection',
        summary: 'End the connection of a charger',
        description:
          'For one that hangs: it is not connected any more, and may connect again at once. What it charges goes on.',
        tags: ['Force Termination'],
        params: Type.Object({ chargerId }),
        response: { 200: reply(Success, 'The connection has ended'), ...errors(404, 409) },
      },
      config: { grant: 'forceTermination' },
    },
    async ({ ctx, params }) => {
      await endConnection(ctx, await findCharger(ctx, params.chargerId))
      return { code: 200, message: 'Charger Accepted.' }
    },
  )
}
