import { Type } from 'typebox'
import { removeCharger as remove, restoreCharger } from '#core/chargers/remove-charger.ts'
import { ChargerParams } from './charger-params.ts'
import type { ConsoleRoute } from './route.ts'

export const removeCharger: ConsoleRoute = async (app, { world }) => {
  const schema = { params: ChargerParams, response: { 204: Type.Null() } }

  app.delete(
    '/chargers/:id',
    { schema, config: { role: 'administrator', dangerous: true } },
    async ({ ctx, person, params }, reply) => {
      await remove(ctx, params.id)
      await world.boards.refresh(person.account.tenant, params.id)
      return reply.code(204).send(null)
    },
  )

  app.post('/chargers/:id/restore', { schema, config: { role: 'operator' } }, async (request, reply) => {
    const { ctx, person, params } = request
    await restoreCharger(ctx, params.id)
    await world.boards.refresh(person.account.tenant, params.id)
    return reply.code(204).send(null)
  })
}
