import { Type } from 'typebox'
import { changeCharger as change } from '#core/chargers/change-charger.ts'
import { ChargerParams } from './charger-params.ts'
import type { ConsoleRoute } from './route.ts'
import { ChargerChange } from './wire/chargers.ts'

export const changeCharger: ConsoleRoute = async (app, { world }) => {
  app.patch(
    '/chargers/:id',
    {
      schema: { params: ChargerParams, body: ChargerChange, response: { 204: Type.Null() } },
      config: { role: 'operator' },
    },
    async ({ ctx, person, params, body }, reply) => {
      await change(ctx, params.id, body)
      await world.boards.refresh(person.account.tenant, params.id)
      return reply.code(204).send(null)
    },
  )
}
