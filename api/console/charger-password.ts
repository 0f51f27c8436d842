import { renewPassword } from '#core/chargers/renew-password.ts'
import { ChargerParams } from './charger-params.ts'
import type { ConsoleRoute } from './route.ts'
import { NewPassword } from './wire/chargers.ts'

export const chargerPassword: ConsoleRoute = async (app, { world }) => {
  app.post(
    '/chargers/:id/password',
    {
      schema: { params: ChargerParams, response: { 200: NewPassword } },
      config: { role: 'administrator', dangerous: true },
    },
    async ({ ctx, params }) => {
      const { transaction, chargerLink } = ctx
      const used = { transaction, chargerLink, hashSecret: (secret: string) => world.secrets.hash(secret) }
      return { password: await renewPassword(used, params.id) }
    },
  )
}
