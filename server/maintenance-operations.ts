import { Type } from 'typebox'
import type { Database } from '#storage/database.ts'
import { countExpired } from '#storage/retention.ts'
import { backupKeyOf } from './backup-key.ts'
import type { Config } from './config.ts'
import { examine } from './doctor/index.ts'
import { keepHouse } from './keep-house.ts'
import { type Operations, operation } from './operation.ts'
import { previewRetention, readRetention, retentionDays, writeRetention } from './retention-settings.ts'
import type { Secrets } from './secrets.ts'

type MaintenanceWorld = {
  database: Pick<Database, 'asOwner' | 'url'>
  secrets: Secrets
  config: Config
  now(): Temporal.Instant
}

/** What is done with the installation as a whole: it concerns every tenant. */
export function maintenanceOperations({ database, secrets, config, now }: MaintenanceWorld): Operations {
  return {
    // Only the server's own user opens the admin socket; the backup is then theirs, and costs the server nothing.
    'backup.open': operation(nothing, async () => {
      const { key, canary } = backupKeyOf(secrets)
      return { url: database.url, key: key.toString('hex'), canary: canary.toString('hex') }
    }),

    'doctor.run': operation(nothing, async () => ({
      findings: await examine({ config, url: database.url, secrets, server: 'this' }),
    })),

    'retention.read': operation(nothing, () => database.asOwner((owner) => readRetention(owner, config.retention))),

    'retention.write': operation(RetentionChange, (change) =>
      database.asOwner((owner) => writeRetention(owner, config.retention, { change, by: 'command line' })),
    ),

    'retention.preview': operation(RetentionChange, (change) =>
      database.asOwner(async (owner) => {
        const retention = await previewRetention(owner, config.retention, change)
        return { retention, removes: await countExpired(owner, retentionDays(retention), now()) }
      }),
    ),

    'retention.apply': operation(nothing, async () => ({ removed: await keepHouse(database, config, now()) })),
  }
}

const nothing = Type.Object({}, { additionalProperties: false })
const days = Type.Optional(Type.Union([Type.Integer({ minimum: 0, maximum: 36_500 }), Type.Null()]))
const RetentionChange = Type.Object(
  {
    messageLogDays: days,
    statusReportDays: days,
    linkChangeDays: days,
    readingDays: days,
    commandDays: days,
    eventDays: days,
    steeringDays: days,
  },
  { additionalProperties: false },
)
