import { Type } from 'typebox'
import { ChargerParams, chargerOf } from './charger-params.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { History } from './wire/chargers.ts'
import { closed } from './wire/parts.ts'

const Query = Type.Object(
  {
    before: Type.Optional(Type.String({ maxLength: 100 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  closed,
)

export const readHistory: ConsoleRoute = async (app) => {
  app.get(
    '/chargers/:id/history',
    { schema: { params: ChargerParams, querystring: Query, response: { 200: History } }, config: { role: 'viewer' } },
    async (request) => {
      const { before = null, limit = 50 } = request.query
      const charger = await chargerOf(request, request.params.id)
      const { happenings, next } = await request.ctx.chargers.happenings(charger.id, { before, limit })
      return { items: happenings.map((one) => ({ ...one, at: timeText(one.at) })), next }
    },
  )
}
