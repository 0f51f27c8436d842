import { askPasswordChange } from '#core/chargers/ask-password-change.ts'
import { raiseSecurityProfile } from '#core/chargers/raise-security-profile.ts'
import { ChargerParams, chargerOf } from './charger-params.ts'
import { viewCommand } from './live/view-command.ts'
import type { ConsoleRoute } from './route.ts'
import { viewErrand } from './view-errand.ts'
import { ProfileToRaise } from './wire/certificates.ts'
import { CommandView } from './wire/chargers.ts'
import { ErrandView } from './wire/devices.ts'

/** How a charger shows who it is: its password changed over OCPP, or its security profile raised. */
export const chargerSecurity: ConsoleRoute = async (app) => {
  app.post(
    '/chargers/:id/password-change',
    {
      schema: { params: ChargerParams, response: { 202: CommandView } },
      config: { role: 'administrator', dangerous: true },
    },
    async (request, reply) => {
      const charger = await chargerOf(request, request.params.id)
      return reply.code(202).send(viewCommand(await askPasswordChange(request.ctx, charger)))
    },
  )

  app.post(
    '/chargers/:id/security-profile',
    {
      schema: { params: ChargerParams, body: ProfileToRaise, response: { 202: ErrandView } },
      config: { role: 'administrator', dangerous: true },
    },
    async (request, reply) => {
      const charger = await chargerOf(request, request.params.id)
      const { profile, url = null } = request.body
      return reply.code(202).send(viewErrand(await raiseSecurityProfile(request.ctx, charger, { profile, url })))
    },
  )
}
