import pg from 'pg'
import { valueTypes } from './value-types.ts'

/** Asks a database how it is: in a connection of its own that changes nothing, and never waits for long. */
export async function inspect<T>(url: string, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'voltyard doctor',
    types: valueTypes,
    connectionTimeoutMillis: 5_000,
    query_timeout: 20_000,
    options: '-c timezone=UTC -c datestyle=ISO -c default_transaction_read_only=on -c lock_timeout=3000',
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}
