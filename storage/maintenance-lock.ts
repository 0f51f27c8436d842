import type pg from 'pg'

/**
 * Work on partitions waits for whoever reads a table, and everybody who writes to it waits behind that work. So it is
 * not begun while a backup reads, and a backup waits until it is over. Answers null when a backup is under way; others
 * who do such work are waited for.
 */
export async function whileNoBackup<T>(owner: pg.Client, work: () => Promise<T>): Promise<T | null> {
  await owner.query('select pg_advisory_lock($1)', [workLock])
  try {
    const { rows } = await owner.query<{ free: boolean }>('select pg_try_advisory_lock($1) as free', [backupLock])
    return rows[0]!.free ? await withBackupsKeptOff(owner, work) : null
  } finally {
    await owner.query('select pg_advisory_unlock($1)', [workLock])
  }
}

async function withBackupsKeptOff<T>(owner: pg.Client, work: () => Promise<T>): Promise<T> {
  try {
    // Another reader, such as pg_dump, is waited for only shortly.
    await owner.query(`set lock_timeout = '5s'`)
    return await work()
  } finally {
    await owner.query('reset lock_timeout')
    await owner.query('select pg_advisory_unlock($1)', [backupLock])
  }
}

/** Keeps work on partitions away until the connection ends; several backups may run at once. */
export async function keepPartitions(owner: pg.Client): Promise<void> {
  await owner.query('select pg_advisory_lock_shared($1)', [backupLock])
}

const backupLock = 7_005
const workLock = 7_006
