import { Type } from 'typebox'
import { ChargerParams, chargerOf } from './charger-params.ts'
import { viewCommand } from './live/view-command.ts'
import type { ConsoleRoute } from './route.ts'
import { Commands } from './wire/chargers.ts'
import { closed } from './wire/parts.ts'

const Query = Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })) }, closed)

export const listCommands: ConsoleRoute = async (app) => {
  app.get(
    '/chargers/:id/commands',
    { schema: { params: ChargerParams, querystring: Query, response: { 200: Commands } }, config: { role: 'viewer' } },
    async (request) => {
      const charger = await chargerOf(request, request.params.id)
      const commands = await request.ctx.commands.list(charger.id, request.query.limit ?? 50)
      return { items: commands.map(viewCommand) }
    },
  )
}
