import { Type } from 'typebox'
import { isAlive } from './check-access.ts'
import { Refusal } from './errors.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { Devices } from './wire/login.ts'
import { Id } from './wire/parts.ts'

/** Where this person is logged in, and logging out from afar. */
export const devices: ConsoleRoute = async (app, { settings }) => {
  app.get('/devices', { schema: { response: { 200: Devices } }, config: { role: 'viewer' } }, async (request) => {
    const { account, session: own } = request.person
    const sessions = await request.ctx.accounts.sessions(account.id)
    const living = sessions.filter((session) => isAlive({ account, session }, request.askedAt, settings))
    return {
      items: living.map((session) => ({
        id: session.id,
        current: session.id === own.id,
        userAgent: session.userAgent,
        address: session.address,
        createdAt: timeText(session.createdAt),
        lastSeenAt: timeText(session.lastSeenAt),
      })),
    }
  })

  app.delete(
    '/devices/:id',
    { schema: { params: Type.Object({ id: Id }), response: { 204: Type.Null() } }, config: { role: 'viewer' } },
    async (request, reply) => {
      const { account } = request.person
      const { id } = request.params
      await request.ctx.transaction(async (tx) => {
        const ended = await tx.consoleSessions.end(id, account.id, request.askedAt, 'logged out from afar')
        if (!ended) throw new Refusal(404, 'not_found', 'You are not logged in there.', { field: 'id' })
        await tx.audit('device.logged_out', account.login, { session: id })
      })
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/devices',
    { schema: { response: { 204: Type.Null() } }, config: { role: 'viewer' } },
    async (request, reply) => {
      const { account, session } = request.person
      await request.ctx.transaction(async (tx) => {
        const end = { at: request.askedAt, reason: 'logged out from afar', except: session.id }
        const ended = await tx.consoleSessions.endAll(account.id, end)
        await tx.audit('devices.logged_out', account.login, { sessions: ended })
      })
      return reply.code(204).send(null)
    },
  )
}
