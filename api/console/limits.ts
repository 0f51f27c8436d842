import { sendCommand } from '#core/commands/send-command.ts'
import { Problem } from '#core/errors.ts'
import { limitFault } from '#core/smart-charging/profile-to-send.ts'
import { ChargerParams, chargerOf } from './charger-params.ts'
import { requireConfirmed } from './check-access.ts'
import { viewCommand } from './live/view-command.ts'
import type { ConsoleRoute } from './route.ts'
import { CommandView } from './wire/chargers.ts'
import { LimitToClear, LimitToSet } from './wire/charging-profiles.ts'

/** What a charger may give at most. One charger a call: many cannot be paused at once here (S21). */
export const limits: ConsoleRoute = async (app) => {
  app.post(
    '/chargers/:id/limit',
    {
      schema: { params: ChargerParams, body: LimitToSet, response: { 202: CommandView } },
      config: { role: 'operator' },
    },
    async (request, reply) => {
      const { evse = null, limitA = null, limitW = null, durationSeconds } = request.body
      // It stops what is charging.
      if ((limitA ?? limitW) === 0) requireConfirmed(request)
      const charger = await chargerOf(request, request.params.id)
      const fault = limitFault({ limitA, limitW })
      if (fault) throw new Problem('invalid_value', fault, { subject: limitW === null ? 'limitA' : 'limitW' })
      const asked = { kind: 'limit', evse, limitA, limitW, ...(durationSeconds ? { durationSeconds } : {}) } as const
      const command = await sendCommand(request.ctx, charger.identity, asked, { wait: false })
      return reply.code(202).send(viewCommand(command))
    },
  )

  app.post(
    '/chargers/:id/limit/clear',
    {
      schema: { params: ChargerParams, body: LimitToClear, response: { 202: CommandView } },
      config: { role: 'operator' },
    },
    async (request, reply) => {
      const charger = await chargerOf(request, request.params.id)
      const asked = { kind: 'clear-limit', evse: request.body.evse ?? null } as const
      const command = await sendCommand(request.ctx, charger.identity, asked, { wait: false })
      return reply.code(202).send(viewCommand(command))
    },
  )
}
