import { setRemoteStartToken } from '#core/authorization/set-remote-start-token.ts'
import { ChargerParams, chargerOf } from './charger-params.ts'
import type { ConsoleRoute } from './route.ts'
import { RemoteStart } from './wire/local-lists.ts'

/** The token of starts from afar, for chargers that take only one. */
export const remoteStart: ConsoleRoute = async (app) => {
  const path = '/chargers/:id/remote-start'

  app.get(
    path,
    { schema: { params: ChargerParams, response: { 200: RemoteStart } }, config: { role: 'viewer' } },
    async (request) => {
      const charger = await chargerOf(request, request.params.id)
      return { token: await request.ctx.transaction((tx) => tx.remoteStartTokens.find(charger)) }
    },
  )

  app.patch(
    path,
    {
      schema: { params: ChargerParams, body: RemoteStart, response: { 200: RemoteStart } },
      config: { role: 'operator' },
    },
    async (request) => {
      const charger = await chargerOf(request, request.params.id)
      await setRemoteStartToken(request.ctx, charger.id, request.body.token)
      return { token: request.body.token }
    },
  )
}
