import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { isReadOnly, PipelinedConnection } from './pipelined-connection.ts'
import type { Schema } from './schema.ts'
import { valueTypes } from './value-types.ts'

/** The connections of one server: doors work as `voltyard_api`, chargers' messages as `voltyard_ingest`. */
export type Database = {
  url: string
  doors: Kysely<Schema>
  doorPool: pg.Pool
  /** The one connection of the group commit. */
  committer: PipelinedConnection
  /** Batched reads for messages, and the few single statements of the OCPP door. */
  reader: PipelinedConnection
  /** Runs work as the owner of the tables: migrations, partitions, retention, new tenants. */
  asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/**
 * Opens the server's connections to a migrated database.
 *
 * Rejects with `DatabaseError` when PostgreSQL is older than 15, or when one of the server's roles could go around
 * row-level security.
 */
export async function openDatabase(url: string): Promise<Database> {
  await connectAsOwner(url, checkServer)
  const doorPool = new pg.Pool({ ...configFor(url, 'voltyard_api'), max: 8, types: valueTypes })
  doorPool.on('error', () => undefined)
  // Also while it is in use: its query is rejected as well, and that is who has to hear of it.
  doorPool.on('connect', (client) => client.on('error', () => undefined))
  const committer = new PipelinedConnection(configFor(url, 'voltyard_ingest'))
  const reader = new PipelinedConnection(configFor(url, 'voltyard_ingest', lookUps), 15_000)
  await Promise.all([committer.connect(), reader.connect()])
  const doors = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: withInstants(doorPool) }) })
  return {
    url,
    doors,
    doorPool,
    committer,
    reader,
    asOwner: (work) => connectAsOwner(url, work),
    close: async () => {
      await Promise.all([doors.destroy(), committer.close(), reader.close()])
    },
  }
}

/** One connection as the owner, closed when the work is done. */
export async function connectAsOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, types: valueTypes, options: sessionOptions })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    throw new DatabaseError(
      `The database does not answer: ${(error as Error).message || (error as { code?: string }).code}.`,
      {
        cause: error,
      },
    )
  }
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** A connection of its own that listens for notifications. */
export function listeningConnection(url: string): pg.Client {
  return new pg.Client({ ...configFor(url, 'voltyard_ingest'), types: valueTypes })
}

/** The driver would send an instant as JSON; it goes as text. A session that is read-only since a fail-over is given up. */
function withInstants(pool: pg.Pool): PostgresPool {
  return {
    connect: async () => {
      const client = await pool.connect()
      let isUseless = false
      return {
        query: (text: string, values: readonly unknown[]) =>
          client
            .query(
              text,
              values.map((value) => (value instanceof Temporal.Instant ? value.toString() : value)),
            )
            .catch((error) => {
              isUseless ||= isReadOnly(error)
              throw error
            }),
        release: () => client.release(isUseless),
      } as unknown as PostgresPoolClient
    },
    end: () => pool.end(),
  } as PostgresPool
}

export class DatabaseError extends Error {
  override name = 'DatabaseError'
}

const sessionOptions = '-c timezone=UTC -c datestyle=ISO'

/** Its statements look single rows up by index, also in tables so new that the planner thinks them empty. */
const lookUps = '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off'

function configFor(url: string, role: string, more = ''): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: role,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    options: `${sessionOptions} -c role=${role} -c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000 ${more}`,
  }
}

async function checkServer(client: pg.Client): Promise<void> {
  const { rows: version } = await client.query<{ server_version_num: string }>('show server_version_num')
  if (Number(version[0]!.server_version_num) < 150_000) throw new DatabaseError('PostgreSQL 15 or newer is needed.')
  for (const role of ['voltyard_api', 'voltyard_ingest']) {
    await client.query(`set role ${role}`)
    const { rows } = await client.query<{ name: string; above: boolean }>(
      'select rolname as name, rolsuper or rolbypassrls as above from pg_roles where rolname = current_user',
    )
    await client.query('reset role')
    if (rows[0]?.name !== role || rows[0].above) {
      throw new DatabaseError(`The role ${role} must be neither superuser nor BYPASSRLS. Alter it before starting.`)
    }
  }
}
