import type { ConsoleRoute } from './route.ts'
import { Roots } from './wire/roots.ts'

/** How far the chargers are with the roots that they trust this server by. */
export const roots: ConsoleRoute = async (app, { world }) => {
  app.get('/roots', { schema: { response: { 200: Roots } }, config: { role: 'administrator' } }, async ({ person }) =>
    world.roots(person.account.tenant),
  )
}
