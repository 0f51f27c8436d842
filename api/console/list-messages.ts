import { ChargerParams, chargerOf } from './charger-params.ts'
import { viewMessage } from './live/view-message.ts'
import { readTime } from './read-time.ts'
import type { ConsoleRoute } from './route.ts'
import { MessageQuery, Messages } from './wire/chargers.ts'

export const listMessages: ConsoleRoute = async (app) => {
  app.get(
    '/chargers/:id/messages',
    {
      schema: { params: ChargerParams, querystring: MessageQuery, response: { 200: Messages } },
      config: { role: 'viewer' },
    },
    async (request) => {
      const { before, limit, q, action, direction, problems, from, to } = request.query
      const charger = await chargerOf(request, request.params.id)
      const { messages, next } = await request.ctx.messageLog.list(charger.id, {
        before: before ?? null,
        limit: limit ?? 50,
        text: q || null,
        action: action || null,
        direction: direction ?? null,
        problems: problems ?? false,
        from: readTime('from', from),
        to: readTime('to', to),
      })
      return { items: messages.map(viewMessage), next }
    },
  )
}
