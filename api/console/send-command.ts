import type { CommandRequest as CoreRequest } from '#core/commands/requests.ts'
import { sendCommand as send } from '#core/commands/send-command.ts'
import { ChargerParams, chargerOf } from './charger-params.ts'
import { requireConfirmed } from './check-access.ts'
import { viewCommand } from './live/view-command.ts'
import type { ConsoleRoute } from './route.ts'
import { CommandRequest, CommandView } from './wire/chargers.ts'

export const sendCommand: ConsoleRoute = async (app) => {
  app.post(
    '/chargers/:id/commands',
    {
      schema: { params: ChargerParams, body: CommandRequest, response: { 202: CommandView } },
      config: { role: 'operator' },
    },
    async (request, reply) => {
      // It ends what is charging without a word to anybody.
      if (request.body.kind === 'reset' && request.body.mode === 'hard') requireConfirmed(request)
      const charger = await chargerOf(request, request.params.id)
      const command = await send(request.ctx, charger.identity, coreRequest(request.body), { wait: false })
      return reply.code(202).send(viewCommand(command))
    },
  )
}

function coreRequest(body: CommandRequest): CoreRequest {
  if (body.kind !== 'start') return body
  return { kind: 'start', evse: body.evse, tokenUid: body.card }
}
