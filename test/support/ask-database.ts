import pg from 'pg'

const pools = new Map<string, pg.Pool>()

/**
 * Asks a database as its owner, whom no row-level security binds. A test that waits for something asks forty times a
 * second: the connection of one question serves the next, and is given up when none comes.
 */
export async function askDatabase(databaseUrl: string, sql: string, values: unknown[] = []): Promise<any[]> {
  return (await poolOf(databaseUrl).query(sql, values)).rows
}

function poolOf(databaseUrl: string): pg.Pool {
  const known = pools.get(databaseUrl)
  if (known) return known
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 20, idleTimeoutMillis: 300, allowExitOnIdle: true })
  // An idle connection ends with its database.
  pool.on('error', () => undefined)
  pools.set(databaseUrl, pool)
  return pool
}
