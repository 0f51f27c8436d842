import { vehicleTable } from '#api/http/csv-tables.ts'
import { readCsv } from '#api/http/read-csv.ts'
import { importVehicles as imports } from '#core/import/import-vehicles.ts'
import type { ConsoleRoute } from './route.ts'
import { fileOf, takeCsv } from './take-csv.ts'
import { ImportQuery, ImportReport } from './wire/administration.ts'

export const importVehicles: ConsoleRoute = async (app) => {
  takeCsv(app)
  app.post(
    '/vehicles/import',
    { schema: { querystring: ImportQuery, response: { 200: ImportReport } }, config: { role: 'operator' } },
    async (request) => {
      const { dryRun = false, skipBad = false } = request.query
      const file = await readCsv(fileOf(request.body), vehicleTable)
      return { ...(await imports(request.ctx, file, { dryRun, skipBad })), added: [] }
    },
  )
}
