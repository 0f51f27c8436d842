import { Type } from 'typebox'
import { clientAddress } from '#api/http/client-address.ts'
import { invalidCredentials, isPassword } from './check-password.ts'
import { addressTrust } from './log-in.ts'
import type { ConsoleRoute } from './route.ts'
import { useCode } from './second-factor.ts'
import { ConfirmRequest } from './wire/login.ts'

/** The password again. The second factor was shown at the login; a code that is given all the same must be right. */
export const confirm: ConsoleRoute = async (app, console) => {
  const { world, throttle } = console
  const trust = addressTrust(console)

  app.post(
    '/confirm',
    { schema: { body: ConfirmRequest, response: { 204: Type.Null() } }, config: { role: 'viewer' } },
    async (request, reply) => {
      const { account, session } = request.person
      const { password, code } = request.body
      const attempt = throttle.attempt(clientAddress(request.raw, trust), account.login)
      const credentials = await request.ctx.accounts.credentials(account.id)
      const isRight = await isPassword(world, credentials, password)

      const confirmed = await request.ctx.transaction(async (tx) => {
        const now = request.askedAt
        const isCode =
          code === undefined || (isRight && (await useCode(world, tx, credentials!, { code, now })) !== null)
        if (!isRight || !isCode) {
          await tx.audit('confirm.refused', account.login)
          return false
        }
        await tx.consoleSessions.confirm(session.id, now)
        return true
      })
      if (!confirmed) throw invalidCredentials()
      attempt.forgive()
      return reply.code(204).send(null)
    },
  )
}
