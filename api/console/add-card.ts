import { addCard as add } from '#core/authorization/add-card.ts'
import { viewCard } from './list-cards.ts'
import { readTime } from './read-time.ts'
import type { ConsoleRoute } from './route.ts'
import { Card, NewCard } from './wire/administration.ts'

export const addCard: ConsoleRoute = async (app) => {
  app.post(
    '/cards',
    { schema: { body: NewCard, response: { 201: Card } }, config: { role: 'operator' } },
    async (request, reply) => {
      const { uid, vehicle, group, visualNumber, note, validUntil, ...options } = request.body
      const details = {
        uid,
        type: 'RFID',
        blocked: false,
        validUntil: readTime('validUntil', validUntil),
        vehicleId: vehicle ?? null,
        groupId: group ?? null,
        visualNumber: visualNumber ?? null,
        note: note ?? null,
      } as const
      const card = await add(request.ctx, details, options)
      reply.code(201)
      return viewCard(card, request.ctx.now())
    },
  )
}
