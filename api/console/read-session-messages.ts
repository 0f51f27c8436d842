import { readSessionMessages as read } from '#core/sessions/read-session.ts'
import { viewMessage } from './live/view-message.ts'
import { SessionParams } from './read-session.ts'
import type { ConsoleRoute } from './route.ts'
import { Conversation, ConversationQuery } from './wire/sessions.ts'

export const readSessionMessages: ConsoleRoute = async (app) => {
  app.get(
    '/sessions/:id/messages',
    {
      schema: { params: SessionParams, querystring: ConversationQuery, response: { 200: Conversation } },
      config: { role: 'viewer' },
    },
    async (request) => {
      const { after = null, limit = 200 } = request.query
      const { messages, next, complete } = await read(request.ctx, request.params.id, { after, limit })
      return { items: messages.map(viewMessage), next, complete }
    },
  )
}
