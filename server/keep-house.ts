import type { Database } from '#storage/database.ts'
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
  config: Pick<Config, 'retention'>,
  now: Temporal.Instant,
): Promise<{ table: string; rows: number }[] | null> {
  return database.asOwner((owner) =>
    whileNoBackup(owner, async () => {
      await preparePartitions(owner, now)
      return applyRetention(owner, retentionDays(await readRetention(owner, config.retention)), now)
    }),
  )
}
