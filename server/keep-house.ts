import type { Database } from '#storage/database.ts'
import { removeOldFiles } from '#storage/file-retention.ts'
import { whileNoBackup } from '#storage/maintenance-lock.ts'
import { applyRetention, preparePartitions } from '#storage/retention.ts'
import type { Config } from './config.ts'
import { readRetention, retentionDays } from './retention-settings.ts'

/**
 * Makes the partitions of the coming weeks and removes what is past its retention. Says how many rows went; null when
 * it was put off because a backup is under way.
 */
export async function keepHouse(
  database: Pick<Database, 'asOwner'>,
  config: Pick<Config, 'files' | 'retention'>,
  now: Temporal.Instant,
): Promise<{ table: string; rows: number }[] | null> {
  return database.asOwner((owner) =>
    whileNoBackup(owner, async () => {
      await preparePartitions(owner, now)
      const dropped = await applyRetention(owner, retentionDays(await readRetention(owner, config.retention)), now)
      return [...dropped, ...(await removeOldFiles(owner, config.files.keepLogDays))]
    }),
  )
}
