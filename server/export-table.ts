import { type CsvOptions, writeCsv } from '#api/http/csv.ts'
import { cardColumns, chargerColumns, sessionColumns } from '#api/http/csv-tables.ts'
import { writeMessageLines } from '#api/http/message-lines.ts'
import { chargerNotFound } from '#core/chargers/change-charger.ts'
import type { ChargerStore } from '#core/chargers/charger.ts'
import type { MessageSearch } from '#core/live/message-log.ts'
import { exportMessages } from '#core/live/search-messages.ts'
import { checkSpan } from '#core/sessions/list-sessions.ts'
import { chargerStore } from '#storage/charger-store.ts'
import { openDatabase } from '#storage/database.ts'
import { exportStore } from '#storage/export-store.ts'
import { messageLogStore } from '#storage/message-log-store.ts'
import { findTenant } from '#storage/tenants.ts'
import { callAdmin, NoServer } from './admin-socket.ts'
import type { Config } from './config.ts'
import { createLog } from './log.ts'
import { openInstallation } from './open-installation.ts'

export type ExportRequest =
  | { table: 'sessions'; tenant: string | undefined; from: Temporal.Instant | null; to: Temporal.Instant | null }
  | { table: 'chargers' | 'cards'; tenant: string | undefined }
  | {
      table: 'messages'
      tenant: string | undefined
      /** Its identity; undefined for all. */
      charger: string | undefined
      from: Temporal.Instant | null
      to: Temporal.Instant | null
    }

/** Hands a whole table as CSV to `take`, or messages as JSON lines, piece by piece, whether the server runs or not. */
export async function exportTable(
  config: Config,
  request: ExportRequest,
  { take, ...options }: CsvOptions & { take(text: AsyncIterable<string>): Promise<void> },
): Promise<void> {
  if (request.table === 'sessions' || request.table === 'messages') checkSpan(request)
  const { url, tenant, now, close } = await reach(config, request.tenant)
  try {
    const database = await openDatabase(url)
    try {
      const exports = exportStore(database.doors, tenant)
      if (request.table === 'messages') {
        const search = await searchOf(request, chargerStore(database.doors, tenant))
        const ctx = { messageLog: messageLogStore(database.doors, tenant), now: () => now }
        await take(writeMessageLines(exportMessages(ctx, search)))
      } else if (request.table === 'sessions') {
        const filter = { state: null, chargerId: null, search: null, from: request.from, to: request.to }
        await take(writeCsv(sessionColumns, exports.sessions(filter), options))
      } else if (request.table === 'chargers') {
        await take(writeCsv(chargerColumns, exports.chargers(null), options))
      } else {
        await take(writeCsv(cardColumns, exports.cards({ search: null, status: null }, now), options))
      }
    } finally {
      await database.close()
    }
  } finally {
    await close()
  }
}

async function searchOf(
  { charger, from, to }: Extract<ExportRequest, { table: 'messages' }>,
  chargers: Pick<ChargerStore, 'find'>,
): Promise<MessageSearch> {
  const found = charger === undefined ? null : await chargers.find(charger)
  if (charger !== undefined && found === null) throw chargerNotFound()
  const anything = { charger: null, direction: null, actions: [], result: null, repaired: null }
  return { ...anything, chargerId: found?.id ?? null, messageId: null, text: null, from, to }
}

type Reached = { url: string; tenant: number; now: Temporal.Instant; close(): Promise<void> }

/** The server knows where its database is; while none runs the settings do. */
async function reach(config: Config, slug: string | undefined): Promise<Reached> {
  try {
    const args = slug === undefined ? {} : { tenant: slug }
    const opened = (await callAdmin({ data: config.data.folder, operation: 'export.open', args })) as Opened
    return { ...opened, now: Temporal.Instant.from(opened.now), close: async () => undefined }
  } catch (error) {
    if (!(error instanceof NoServer)) throw error
    return reachWithoutServer(config, slug)
  }
}

type Opened = { url: string; tenant: number; now: string }

async function reachWithoutServer(config: Config, slug: string | undefined): Promise<Reached> {
  const now = Temporal.Now.instant
  const { storage, url, close } = await openInstallation(config, {
    log: createLog({ ...config.log, level: 'warn' }),
    metrics: { batchCommitted: () => undefined, logRowsDropped: () => undefined },
    now,
  })
  try {
    const tenant = await findTenant(storage.database.reader, slug)
    return { url, tenant: tenant.id, now: now(), close }
  } catch (error) {
    await close()
    throw error
  }
}
