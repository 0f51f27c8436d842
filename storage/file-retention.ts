import type pg from 'pg'

/** Removes logs that are too old, what was never received to its end, and tickets that are over. 0 days keeps logs for ever. */
export async function removeOldFiles(owner: pg.Client, logDays: number): Promise<{ table: string; rows: number }[]> {
  const logs = await owner.query(
    `delete from stored_file
      where kind = 'log' and $1 > 0 and created_at < server_time() - make_interval(days => $1)
         or completed_at is null and created_at < server_time() - interval '1 day'`,
    [logDays],
  )
  await owner.query(`delete from file_ticket where expires_at < server_time() - interval '1 day'`)
  return logs.rowCount ? [{ table: 'stored_file', rows: logs.rowCount }] : []
}
