import type { Socket } from 'node:net'
import pg from 'pg'
import { valueTypes } from './value-types.ts'

export type Statement = { name: string; text: string }

/**
 * One connection in pipeline mode, with named statements. Queries are sent as they come and answered in order.
 *
 * It does not reconnect by itself: when it is lost, every open query fails with `ConnectionLost`, and the next query
 * after `connect` uses a new one.
 */
export class PipelinedConnection {
  readonly #config: pg.ClientConfig
  #client: pg.Client | null = null
  #connecting: Promise<void> | null = null
  readonly #patienceMs: number

  /** With patience, a query that meets a lost connection is sent again until then: for statements safe to repeat. */
  constructor(config: pg.ClientConfig, patienceMs = 0) {
    this.#config = config
    this.#patienceMs = patienceMs
  }

  get connected(): boolean {
    return this.#client !== null
  }

  /** Opens the connection unless it is open; rejects when the database cannot be reached. */
  async connect(): Promise<void> {
    if (this.#client) return
    this.#connecting ??= this.#open().finally(() => {
      this.#connecting = null
    })
    await this.#connecting
  }

  async query<Row extends pg.QueryResultRow>(statement: Statement, values: unknown[]): Promise<pg.QueryResult<Row>> {
    const began = performance.now()
    for (let wait = 20; ; wait = Math.min(wait * 2, 500)) {
      try {
        return await this.#once<Row>(statement, values)
      } catch (error) {
        if (!(error instanceof ConnectionLost) || performance.now() - began + wait > this.#patienceMs) throw error
        await new Promise((resolve) => setTimeout(resolve, wait))
      }
    }
  }

  /** Everything that `send` asks leaves in one write. */
  together<T>(send: () => T): T {
    const stream = (this.#client as (pg.Client & { connection?: { stream: Socket } }) | null)?.connection?.stream
    stream?.cork()
    try {
      return send()
    } finally {
      stream?.uncork()
    }
  }

  async close(): Promise<void> {
    const client = this.#client
    this.#client = null
    await client?.end().catch(() => undefined)
  }

  /** Drops the connection without a goodbye. Open queries fail. */
  destroy(): void {
    const client = this.#client as (pg.Client & { connection?: { stream: { destroy(): void } } }) | null
    this.#client = null
    client?.connection?.stream.destroy()
  }

  // The query is sent before anything is awaited when the connection is open: its values may be reused after the call.
  async #once<Row extends pg.QueryResultRow>(statement: Statement, values: unknown[]): Promise<pg.QueryResult<Row>> {
    // Without patience a query belongs to a transaction, and must not begin anew on another connection.
    if (!this.#client && this.#patienceMs > 0) await this.#connectOrLost()
    const client = this.#client
    if (!client) throw new ConnectionLost('no connection')
    try {
      return await client.query<Row>({ name: statement.name, text: statement.text, values })
    } catch (error) {
      // After a fail-over this session would stay read-only for ever; a new one may find the right server.
      if (isReadOnly(error) && this.#client === client) this.destroy()
      if (isLost(error) || this.#client !== client)
        throw new ConnectionLost('the connection was lost', { cause: error })
      throw error
    }
  }

  async #connectOrLost(): Promise<void> {
    try {
      await this.connect()
    } catch (error) {
      throw new ConnectionLost('the database does not answer', { cause: error })
    }
  }

  async #open(): Promise<void> {
    const client = new pg.Client({ ...this.#config, types: valueTypes, pipeline: true } as pg.ClientConfig)
    const lost = () => {
      if (this.#client === client) this.#client = null
    }
    client.on('error', lost)
    client.on('end', lost)
    await client.connect()
    this.#client = client
  }
}

export class ConnectionLost extends Error {
  override name = 'ConnectionLost'
}

export function isReadOnly(error: unknown): boolean {
  return (error as { code?: unknown }).code === '25006'
}

/** Not the fault of what was asked for: disk full, time-outs, deadlocks. It may be tried again until it is over. */
export function isTransient(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && (/^(53|57|58|40)/.test(code) || code === '55P03')
}

/** Errors of the database itself carry a SQLSTATE; class 57P and 08 mean that the session is gone. */
export function isLost(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  if (typeof code !== 'string') return true
  return (
    code.startsWith('57P') ||
    code.startsWith('08') ||
    code === 'ECONNRESET' ||
    code === 'ECONNREFUSED' ||
    code === 'EPIPE' ||
    code === 'ENOENT'
  )
}
