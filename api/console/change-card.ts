import { Type } from 'typebox'
import type { CardDetails } from '#core/authorization/card.ts'
import type { CardOptions } from '#core/authorization/card-options.ts'
import { changeCard as change } from '#core/authorization/change-card.ts'
import { viewCard } from './list-cards.ts'
import { readTime } from './read-time.ts'
import type { ConsoleRoute } from './route.ts'
import { Card, CardChange } from './wire/administration.ts'
import { closed, Id } from './wire/parts.ts'

export const CardParams = Type.Object({ id: Id }, closed)

export const changeCard: ConsoleRoute = async (app) => {
  app.patch(
    '/cards/:id',
    { schema: { params: CardParams, body: CardChange, response: { 200: Card } }, config: { role: 'operator' } },
    async (request) => {
      const card = await change(request.ctx, request.params.id, detailsOf(request.body))
      return viewCard(card, request.ctx.now())
    },
  )
}

/** What is not there is not to be changed. */
function detailsOf(body: CardChange): Partial<CardDetails & CardOptions> {
  const { blocked, vehicle, group, visualNumber, note, validUntil, ...options } = body
  return {
    ...options,
    ...(blocked !== undefined && { blocked }),
    ...(vehicle !== undefined && { vehicleId: vehicle }),
    ...(group !== undefined && { groupId: group }),
    ...(visualNumber !== undefined && { visualNumber }),
    ...(note !== undefined && { note }),
    ...(validUntil !== undefined && { validUntil: readTime('validUntil', validUntil) }),
  }
}
