import { cardTable } from '#api/http/csv-tables.ts'
import { readCsv } from '#api/http/read-csv.ts'
import { importCards as imports } from '#core/import/import-cards.ts'
import type { ConsoleRoute } from './route.ts'
import { fileOf, takeCsv } from './take-csv.ts'
import { ImportQuery, ImportReport } from './wire/administration.ts'

export const importCards: ConsoleRoute = async (app) => {
  takeCsv(app)
  app.post(
    '/cards/import',
    { schema: { querystring: ImportQuery, response: { 200: ImportReport } }, config: { role: 'operator' } },
    async (request) => {
      const { dryRun = false, skipBad = false } = request.query
      const file = await readCsv(fileOf(request.body), cardTable)
      return { ...(await imports(request.ctx, file, { dryRun, skipBad })), added: [] }
    },
  )
}
