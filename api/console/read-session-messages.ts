import { readSessionMessages as read } from '#core/sessions/read-session.ts'
import { viewMessage } from './live/view-message.ts'
import { SessionParams } from './read-session.ts'
import type { ConsoleRoute } from './route.ts'
import { Conversation } from './wire/sessions.ts'

export const readSessionMessages: ConsoleRoute = async (app) => {
  app.get(
    '/sessions/:id/messages',
    { schema: { params: SessionParams, response: { 200: Conversation } }, config: { role: 'viewer' } },
    async (request) => {
      const { messages, complete } = await read(request.ctx, request.params.id)
      return { items: messages.map(viewMessage), complete }
    },
  )
}
