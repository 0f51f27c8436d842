import { cardColumns } from '#api/http/csv-tables.ts'
import { cardFilter } from './list-cards.ts'
import type { ConsoleRoute } from './route.ts'
import { sendCsv } from './send-csv.ts'
import { CardExportQuery } from './wire/administration.ts'

export const exportCards: ConsoleRoute = async (app, { world }) => {
  app.get(
    '/cards.csv',
    { schema: { querystring: CardExportQuery }, config: { role: 'viewer' } },
    async (request, reply) => {
      const { excel, ...query } = request.query
      const parts = request.ctx.exports.cards(cardFilter(query), request.ctx.now())
      return sendCsv(world, reply, { name: 'cards', columns: cardColumns, parts, excel })
    },
  )
}
