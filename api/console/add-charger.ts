import { addCharger as add } from '#core/chargers/add-charger.ts'
import { ocppPath } from './charger-params.ts'
import type { ConsoleRoute } from './route.ts'
import { AddedCharger, NewCharger } from './wire/chargers.ts'

export const addCharger: ConsoleRoute = async (app, { world, settings }) => {
  app.post(
    '/chargers',
    { schema: { body: NewCharger, response: { 201: AddedCharger } }, config: { role: 'operator' } },
    async ({ ctx, person, body }, reply) => {
      const used = {
        transaction: ctx.transaction,
        hashSecret: (secret: string) => world.secrets.hash(secret),
      }
      const { charger, password } = await add(used, body)
      await world.boards.refresh(person.account.tenant, charger.id)
      const { id, identity } = charger
      return reply
        .code(201)
        .send({ id, identity, password: password!, ocppPath: ocppPath(settings.basePath, identity) })
    },
  )
}
