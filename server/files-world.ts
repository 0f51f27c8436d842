import type { FilesSettings, FilesWorld } from '#api/files/world.ts'
import type { Log } from '#core/context.ts'
import { hashOfTicket } from '#core/files/file-ticket.ts'
import { tenantOfTicket } from '#storage/file-feed.ts'
import type { Storage } from '#storage/storage.ts'
import type { Config } from './config.ts'
import type { Metrics } from './metrics.ts'

/** Gives the door for files what it needs of the storage. */
export function filesWorld(storage: Storage, { log, metrics }: { log: Log; metrics: Metrics }): FilesWorld {
  return {
    async contextOf(ticket) {
      const tenant = await tenantOfTicket(storage.database.reader, hashOfTicket(ticket))
      const actor = { kind: 'charger' as const, name: 'file ticket' }
      return tenant === null ? null : storage.contextFor({ tenant, actor, door: 'ocpp' })
    },
    log,
    answered: (request) => metrics.httpRequest({ api: 'files', ...request }),
  }
}

export function filesSettings({ files, http }: Config): FilesSettings {
  return { basePath: http.basePath, mostLogBytes: files.largestLogMegabytes * 1024 * 1024 }
}
