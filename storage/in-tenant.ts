import { type Kysely, type Transaction as KyselyTransaction, sql } from 'kysely'
import { Problem } from '#core/errors.ts'
import { isReadOnly, isTransient } from './pipelined-connection.ts'
import type { Schema } from './schema.ts'

/** Runs `work` as the API role, bound to one tenant for the length of the database transaction. */
export function inTenant<T>(
  db: Kysely<Schema>,
  tenant: number,
  work: (trx: KyselyTransaction<Schema>) => Promise<T>,
): Promise<T> {
  const bound = db.transaction().execute(async (trx) => {
    await sql`select set_config('voltyard.tenant', ${String(tenant)}, true)`.execute(trx)
    return work(trx)
  })
  return orUnavailable(bound)
}

/** A database that is away is a Problem, not a fault of ours. */
export function orUnavailable<T>(asked: Promise<T>): Promise<T> {
  return asked.catch((error) => {
    throw isDatabaseAway(error)
      ? new Problem('storage_unavailable', 'The database does not answer.', { cause: error })
      : error
  })
}

/** The driver's own errors carry no SQLSTATE; a Problem or a fault of ours is no such thing. */
function isDatabaseAway(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code === 'string') {
    return isTransient(error) || isReadOnly(error) || /^08/.test(code) || /^(ECONN|EPIPE|ENOENT|ETIMEDOUT)/.test(code)
  }
  return typeof message === 'string' && /^(Connection terminated|timeout exceeded when trying to connect)/.test(message)
}
