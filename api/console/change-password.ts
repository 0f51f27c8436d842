import { Type } from 'typebox'
import { clientAddress } from '#api/http/client-address.ts'
import { changePassword as changeThePassword } from '#core/access/change-password.ts'
import { invalidCredentials, isPassword } from './check-password.ts'
import { addressTrust } from './log-in.ts'
import type { ConsoleRoute } from './route.ts'
import { PasswordChange } from './wire/login.ts'

export const changePassword: ConsoleRoute = async (app, console) => {
  const { world, throttle } = console
  const trust = addressTrust(console)

  app.post(
    '/password',
    {
      schema: { body: PasswordChange, response: { 204: Type.Null() } },
      config: { role: 'viewer', beforePasswordChange: true },
    },
    async (request, reply) => {
      const { account } = request.person
      const { current, wanted } = request.body
      const attempt = throttle.attempt(clientAddress(request.raw, trust), account.login)
      const credentials = await request.ctx.accounts.credentials(account.id)
      if (!(await isPassword(world, credentials, current))) {
        await request.ctx.transaction((tx) => tx.audit('password.refused', account.login))
        throw invalidCredentials()
      }
      attempt.forgive()
      const ctx = { transaction: request.ctx.transaction, hashPassword: world.passwords.hash }
      await changeThePassword(ctx, request.person, { current, wanted, at: request.askedAt })
      return reply.code(204).send(null)
    },
  )
}
