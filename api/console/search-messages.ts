import { searchMessages as search } from '#core/live/search-messages.ts'
import { viewFoundMessage } from './live/view-message.ts'
import { readMessageSearch } from './read-message-search.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { FoundMessages, MessageSearchQuery, NamedSession, NamedSessionQuery } from './wire/messages.ts'

export const searchMessages: ConsoleRoute = async (app) => {
  app.get(
    '/messages',
    { schema: { querystring: MessageSearchQuery, response: { 200: FoundMessages } }, config: { role: 'viewer' } },
    async (request) => {
      const { before = null, limit = 100, ...query } = request.query
      const page = await search(request.ctx, readMessageSearch(query), { before, limit })
      return { items: page.messages.map(viewFoundMessage), next: page.next, searchedTo: timeText(page.searchedTo) }
    },
  )

  app.get(
    '/messages/session',
    { schema: { querystring: NamedSessionQuery, response: { 200: NamedSession } }, config: { role: 'viewer' } },
    async ({ ctx, query }) => ({ sessionId: await ctx.messageLog.sessionNamed(query.chargerId, query.transaction) }),
  )
}
