import { chargerColumns } from '#api/http/csv-tables.ts'
import type { ConsoleRoute } from './route.ts'
import { sendCsv } from './send-csv.ts'
import { ChargerExportQuery } from './wire/administration.ts'

export const exportChargers: ConsoleRoute = async (app, { world }) => {
  app.get(
    '/chargers.csv',
    { schema: { querystring: ChargerExportQuery }, config: { role: 'viewer' } },
    async (request, reply) => {
      const { excel, q } = request.query
      const parts = request.ctx.exports.chargers(q?.trim() || null)
      return sendCsv(world, reply, { name: 'chargers', columns: chargerColumns, parts, excel })
    },
  )
}
