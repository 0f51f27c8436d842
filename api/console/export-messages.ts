import { writeMessageLines } from '#api/http/message-lines.ts'
import { exportMessages as everything } from '#core/live/search-messages.ts'
import { exportConversation } from '#core/sessions/read-session.ts'
import { readMessageSearch } from './read-message-search.ts'
import { SessionParams } from './read-session.ts'
import type { ConsoleRoute } from './route.ts'
import { sendLines } from './send-lines.ts'
import { MessageExportQuery } from './wire/messages.ts'

/** As JSON lines: what a search finds, and the conversation of a session. */
export const exportMessages: ConsoleRoute = async (app, { world }) => {
  app.get(
    '/messages.jsonl',
    { schema: { querystring: MessageExportQuery }, config: { role: 'viewer' } },
    async (request, reply) => {
      const parts = everything(request.ctx, readMessageSearch(request.query))
      const name = `messages-${world.clock().now.slice(0, 10)}`
      return sendLines(world, { request, reply }, { name, text: writeMessageLines(parts) })
    },
  )

  app.get(
    '/sessions/:id/messages.jsonl',
    { schema: { params: SessionParams }, config: { role: 'viewer' } },
    async (request, reply) => {
      const { id } = request.params
      const text = writeMessageLines(exportConversation(request.ctx, id))
      return sendLines(world, { request, reply }, { name: `session-${id}-messages`, text })
    },
  )
}
