import { sendCustom } from '#core/commands/send-custom.ts'
import { ChargerParams, chargerOf } from './charger-params.ts'
import type { ConsoleRoute } from './route.ts'
import { CustomMessage, CustomOutcome } from './wire/chargers.ts'

/** Any message of the charger's own OCPP version, word for word: it may do whatever the charger lets it. */
export const sendCustomOcpp: ConsoleRoute = async (app) => {
  app.post(
    '/chargers/:id/custom-ocpp',
    {
      schema: { params: ChargerParams, body: CustomMessage, response: { 200: CustomOutcome } },
      config: { role: 'operator', dangerous: true },
    },
    async (request) => {
      const { identity } = await chargerOf(request, request.params.id)
      return sendCustom(request.ctx, identity, { ...request.body, withinSeconds: 28 })
    },
  )
}
