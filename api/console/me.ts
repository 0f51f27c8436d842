import { changeOwnAccount } from '#core/access/change-account.ts'
import type { ConsoleRoute } from './route.ts'
import { createSessionCookie } from './session-cookie.ts'
import { viewMe } from './view-me.ts'
import { Me, MeChange } from './wire/login.ts'

export const me: ConsoleRoute = async (app, console) => {
  const cookie = createSessionCookie(console)

  app.get(
    '/me',
    { schema: { response: { 200: Me } }, config: { role: 'viewer', beforePasswordChange: true } },
    async (request) => viewMe(console, request, { person: request.person, isHttps: cookie.isHttps(request) }),
  )

  app.patch(
    '/me',
    { schema: { body: MeChange, response: { 200: Me } }, config: { role: 'viewer' } },
    async (request) => {
      const { account: before, session } = request.person
      const account = await changeOwnAccount(request.ctx, before, request.body)
      return viewMe(console, request, { person: { account, session }, isHttps: cookie.isHttps(request) })
    },
  )
}
