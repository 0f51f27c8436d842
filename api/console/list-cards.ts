import type { Static } from 'typebox'
import { type CardFilter, type Card as KnownCard, statusOf } from '#core/authorization/card.ts'
import { listCards as list } from '#core/authorization/list-cards.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { type Card, type CardFilterQuery, CardQuery, Cards } from './wire/administration.ts'

export const listCards: ConsoleRoute = async (app) => {
  app.get(
    '/cards',
    { schema: { querystring: CardQuery, response: { 200: Cards } }, config: { role: 'viewer' } },
    async (request) => {
      const { after = null, limit = 50 } = request.query
      const { cards, next } = await list(request.ctx, cardFilter(request.query), { after, limit })
      const now = request.ctx.now()
      return { items: cards.map((card) => viewCard(card, now)), next }
    },
  )
}

export function cardFilter({ q, status }: Static<typeof CardFilterQuery>): CardFilter {
  return { search: q?.trim() || null, status: status ?? null }
}

/** A card as it would be judged now. */
export function viewCard(card: KnownCard, now: Temporal.Instant): Card {
  return {
    id: card.id,
    uid: card.uid,
    type: card.type,
    status: statusOf(card, now),
    validUntil: card.validUntil && timeText(card.validUntil),
    vehicle: card.vehicleId,
    group: card.groupId,
    visualNumber: card.visualNumber,
    note: card.note,
    whitelist: card.whitelist,
    masterPass: card.masterPass,
    oneSessionAtATime: card.oneSessionAtATime,
    createdAt: timeText(card.createdAt),
  }
}
