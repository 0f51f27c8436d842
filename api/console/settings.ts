import type { ConsoleRoute } from './route.ts'
import { RetentionChange, Settings } from './wire/administration.ts'

/** What the server runs with. Only retention can be changed here; the rest is the environment's. */
export const settings: ConsoleRoute = async (app, { world }) => {
  const view = async (): Promise<Settings> => ({
    settings: world.settings.list(),
    ...(await world.settings.retention()),
  })

  app.get('/settings', { schema: { response: { 200: Settings } }, config: { role: 'administrator' } }, view)

  app.patch(
    '/settings/retention',
    {
      schema: { body: RetentionChange, response: { 200: Settings } },
      config: { role: 'administrator', dangerous: true },
    },
    async (request) => {
      await world.settings.changeRetention(request.body, request.person.account.login)
      await request.ctx.transaction((tx) => tx.audit('retention.changed', 'retention', request.body))
      return view()
    },
  )
}
