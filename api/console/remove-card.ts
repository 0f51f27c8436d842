import { removeCard as remove, restoreCard } from '#core/authorization/change-card.ts'
import { CardParams } from './change-card.ts'
import { viewCard } from './list-cards.ts'
import type { ConsoleRoute } from './route.ts'
import { Card } from './wire/administration.ts'

export const removeCard: ConsoleRoute = async (app) => {
  app.delete('/cards/:id', { schema: { params: CardParams }, config: { role: 'operator' } }, async (request, reply) => {
    await remove(request.ctx, request.params.id)
    return reply.code(204).send()
  })

  app.post(
    '/cards/:id/restore',
    { schema: { params: CardParams, response: { 200: Card } }, config: { role: 'operator' } },
    async (request) => viewCard(await restoreCard(request.ctx, request.params.id), request.ctx.now()),
  )
}
