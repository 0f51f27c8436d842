import { chargerTable } from '#api/http/csv-tables.ts'
import { readCsv } from '#api/http/read-csv.ts'
import { importChargers as imports } from '#core/import/import-chargers.ts'
import type { ConsoleRoute } from './route.ts'
import { fileOf, takeCsv } from './take-csv.ts'
import { ImportQuery, ImportReport } from './wire/administration.ts'

export const importChargers: ConsoleRoute = async (app, { world }) => {
  takeCsv(app)
  app.post(
    '/chargers/import',
    { schema: { querystring: ImportQuery, response: { 200: ImportReport } }, config: { role: 'operator' } },
    async (request) => {
      const { dryRun = false, skipBad = false } = request.query
      const file = await readCsv(fileOf(request.body), chargerTable)
      const { transaction } = request.ctx
      return imports({ transaction, hashSecret: world.secrets.hash }, file, { dryRun, skipBad })
    },
  )
}
