import { Readable } from 'node:stream'
import type pg from 'pg'

/**
 * Reads `COPY … TO STDOUT` as a stream of bytes, and says how many rows it had. PostgreSQL is not read any faster than
 * the stream is; memory stays at a few chunks. The stream fails when the statement does.
 */
export function copyOut(client: pg.Client, statement: string): { bytes: Readable; rows(): number } {
  const copy = new CopyOut(statement)
  client.query(copy)
  return { bytes: copy.bytes, rows: () => copy.rows }
}

/**
 * Feeds `COPY … FROM STDIN` and answers how many rows PostgreSQL took. A source that fails makes the statement fail,
 * and its error is the one that is thrown.
 */
export async function copyIn(client: pg.Client, statement: string, source: AsyncIterable<Buffer>): Promise<number> {
  const copy = new CopyIn(statement, source)
  client.query(copy)
  return copy.done
}

/** What the driver's connection has beyond its types. */
type CopyConnection = {
  stream: Readable & NodeJS.WritableStream & { writableNeedDrain: boolean; closed: boolean }
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(reason: string): void
}

const chunkBytes = 64 * 1024

/** The driver hands each message to the query that is under way; this one collects rows into chunks. */
class CopyOut {
  rows = 0
  readonly bytes: Readable
  readonly #statement: string
  #connection: CopyConnection | null = null
  #chunk = Buffer.allocUnsafe(chunkBytes)
  #filled = 0
  #isDone = false

  constructor(statement: string) {
    this.#statement = statement
    this.bytes = new Readable({
      highWaterMark: 4 * chunkBytes,
      read: () => void this.#connection?.stream.resume(),
      // Whoever stops reading must still let the statement come to its end, or the connection would wait for ever.
      destroy: (error, done) => {
        this.#isDone = true
        this.#connection?.stream.resume()
        done(error)
      },
    })
  }

  submit(connection: unknown): void {
    this.#connection = connection as CopyConnection
    this.#connection.query(this.#statement)
  }

  // The message's bytes lie in a buffer of the driver that is used again.
  handleCopyData({ chunk }: { chunk: Buffer }): void {
    if (this.#isDone) return
    this.rows++
    for (let from = 0; from < chunk.length; ) {
      const copied = chunk.copy(this.#chunk, this.#filled, from)
      from += copied
      this.#filled += copied
      if (this.#filled === chunkBytes) this.#push()
    }
  }

  handleReadyForQuery(): void {
    if (this.#isDone) return
    this.#isDone = true
    if (this.#filled > 0) this.#push()
    this.bytes.push(null)
    this.#connection?.stream.resume()
  }

  handleError(error: Error): void {
    this.#isDone = true
    this.#connection?.stream.resume()
    this.bytes.destroy(error)
  }

  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleEmptyQuery(): void {}

  #push(): void {
    const wantsMore = this.bytes.push(this.#chunk.subarray(0, this.#filled))
    this.#chunk = Buffer.allocUnsafe(chunkBytes)
    this.#filled = 0
    if (!wantsMore) this.#connection?.stream.pause()
  }
}

class CopyIn {
  readonly done: Promise<number>
  readonly #statement: string
  readonly #source: AsyncIterable<Buffer>
  #rows = 0
  #settled = false
  #sourceError: Error | null = null
  #resolve: (rows: number) => void = () => undefined
  #reject: (error: Error) => void = () => undefined

  constructor(statement: string, source: AsyncIterable<Buffer>) {
    this.#statement = statement
    this.#source = source
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  submit(connection: unknown): void {
    ;(connection as CopyConnection).query(this.#statement)
  }

  handleCopyInResponse(connection: unknown): void {
    void this.#feed(connection as CopyConnection)
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.#rows = Number(/^COPY (\d+)$/.exec(text)?.[1])
  }

  handleReadyForQuery(): void {
    this.#settled = true
    this.#resolve(this.#rows)
  }

  handleError(error: Error): void {
    this.#settled = true
    this.#reject(this.#sourceError ?? error)
  }

  handleRowDescription(): void {}
  handleEmptyQuery(): void {}

  async #feed(connection: CopyConnection): Promise<void> {
    try {
      for await (const chunk of this.#source) {
        if (this.#settled) return
        connection.sendCopyFromChunk(chunk)
        if (connection.stream.writableNeedDrain) await this.#drained(connection)
      }
      if (!this.#settled) connection.endCopyFrom()
    } catch (error) {
      this.#sourceError = error as Error
      if (!this.#settled) connection.sendCopyFail('the source failed')
    }
  }

  /** A refused statement is drained by PostgreSQL too, and a lost connection ends the waiting. */
  #drained({ stream }: CopyConnection): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        stream.off('drain', go).off('close', go)
        resolve()
      }
      stream.on('drain', go).on('close', go)
    })
  }
}
