import { Type } from 'typebox'
import type { ConsoleRoute } from './route.ts'
import { createSessionCookie } from './session-cookie.ts'

export const logOut: ConsoleRoute = async (app, console) => {
  const cookie = createSessionCookie(console)

  app.post(
    '/logout',
    { schema: { response: { 204: Type.Null() } }, config: { role: 'viewer', beforePasswordChange: true } },
    async (request, reply) => {
      const { account, session } = request.person
      await request.ctx.transaction(async (tx) => {
        await tx.consoleSessions.end(session.id, account.id, request.askedAt, 'logged out')
        await tx.audit('logout', account.login)
      })
      cookie.clear(request, reply)
      return reply.code(204).send(null)
    },
  )
}
