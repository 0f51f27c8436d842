import { sessionColumns } from '#api/http/csv-tables.ts'
import { checkSpan } from '#core/sessions/list-sessions.ts'
import { sessionFilter } from './list-sessions.ts'
import type { ConsoleRoute } from './route.ts'
import { sendCsv } from './send-csv.ts'
import { SessionExportQuery } from './wire/sessions.ts'

export const exportSessions: ConsoleRoute = async (app, { world }) => {
  app.get(
    '/sessions.csv',
    { schema: { querystring: SessionExportQuery }, config: { role: 'viewer' } },
    async (request, reply) => {
      const { excel, ...query } = request.query
      const filter = sessionFilter(query)
      checkSpan(filter)
      const parts = request.ctx.exports.sessions(filter)
      return sendCsv(world, reply, { name: 'sessions', columns: sessionColumns, parts, excel })
    },
  )
}
