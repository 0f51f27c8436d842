import { Type } from 'typebox'
import { cardTable, chargerTable, vehicleTable } from '#api/http/csv-tables.ts'
import { readCsv } from '#api/http/read-csv.ts'
import type { HashSecret } from '#core/access/credentials.ts'
import type { Context } from '#core/context.ts'
import { importCards } from '#core/import/import-cards.ts'
import { importChargers } from '#core/import/import-chargers.ts'
import { importVehicles } from '#core/import/import-vehicles.ts'
import { type Operations, operation } from './operation.ts'

type CsvWorld = {
  contextFor(tenantSlug: string | undefined): Promise<Context>
  hashSecret: HashSecret
  databaseUrl: string
}

/** Tables that come in and go out as CSV. */
export function csvOperations({ contextFor, hashSecret, databaseUrl }: CsvWorld): Operations {
  return {
    // Only the server's own user opens the admin socket; an export reads the database itself, see export-table.ts.
    'export.open': operation(Whose, async ({ tenant }) => {
      const ctx = await contextFor(tenant)
      return { url: databaseUrl, tenant: ctx.tenant, now: ctx.now().toString() }
    }),

    'import.chargers': operation(Import, async ({ tenant, file, ...options }) => {
      const ctx = await contextFor(tenant)
      const lines = await readCsv(Buffer.from(file, 'base64'), chargerTable)
      return importChargers({ transaction: ctx.transaction, hashSecret }, lines, options)
    }),

    'import.cards': operation(Import, async ({ tenant, file, ...options }) => {
      const ctx = await contextFor(tenant)
      const lines = await readCsv(Buffer.from(file, 'base64'), cardTable)
      return importCards(ctx, lines, options)
    }),

    'import.vehicles': operation(Import, async ({ tenant, file, ...options }) => {
      const ctx = await contextFor(tenant)
      const lines = await readCsv(Buffer.from(file, 'base64'), vehicleTable)
      return importVehicles(ctx, lines, options)
    }),
  }
}

const tenant = Type.Optional(Type.String({ minLength: 1, maxLength: 63 }))
const Whose = Type.Object({ tenant }, { additionalProperties: false })

/** The file travels as base64: it may be anything. */
const Import = Type.Object(
  { tenant, file: Type.String(), dryRun: Type.Boolean(), skipBad: Type.Boolean() },
  { additionalProperties: false },
)
