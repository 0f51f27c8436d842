import { createHash, type Hash } from 'node:crypto'
import { type Static, type TSchema, Type } from 'typebox'
import { Check } from 'typebox/value'
import { BackupError } from './backup-error.ts'
import { type ByteReader, damaged } from './frames.ts'

/*
 * What a backup says, before it is compressed and cut into frames: records of one letter, four bytes of length, and so
 * many bytes. H the head (JSON), then for each table T its name, any number of D with rows as `COPY` writes them, and
 * E with its row count and SHA-256 (JSON); at last Z with the sequences and the SHA-256 of all records before (JSON).
 */

const name = Type.String({ pattern: '^[a-z_][a-z0-9_]{0,62}$' })
const count = Type.Integer({ minimum: 0 })
const sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' })

const Head = Type.Object({
  voltyard: Type.String(),
  takenAt: Type.String(),
  postgres: Type.String(),
  migrations: Type.Array(Type.Object({ name: Type.String(), checksum: sha256 })),
  /** In the order in which they can be filled. */
  tables: Type.Array(Type.Object({ name, columns: Type.Array(name), order: Type.Array(name) })),
  partitions: Type.Array(Type.Object({ table: name, name, from: Type.String(), to: Type.String() })),
})

const TableEnd = Type.Object({ rows: count, sha256 })

const End = Type.Object({
  sequences: Type.Array(Type.Object({ name, value: Type.Integer(), isCalled: Type.Boolean() })),
  sha256,
})

export type BackupHead = Static<typeof Head>
export type BackupTable = BackupHead['tables'][number]
export type TableContent = Static<typeof TableEnd>
export type BackupEnd = Omit<Static<typeof End>, 'sha256'>

/** Makes records, one after another, and the hash over all of them. */
export class RecordWriter {
  readonly #all = createHash('sha256')

  head(head: BackupHead): Buffer {
    return this.#record('H', Buffer.from(JSON.stringify(head)))
  }

  table(name: string): Buffer {
    return this.#record('T', Buffer.from(name))
  }

  rows(bytes: Buffer): Buffer {
    return this.#record('D', bytes)
  }

  tableEnd(content: TableContent): Buffer {
    return this.#record('E', Buffer.from(JSON.stringify(content)))
  }

  end(end: BackupEnd): Buffer {
    return this.#record('Z', Buffer.from(JSON.stringify({ ...end, sha256: this.#all.copy().digest('hex') })))
  }

  #record(letter: string, body: Buffer): Buffer {
    const record = Buffer.alloc(5 + body.length)
    record.write(letter, 0, 'latin1')
    record.writeUInt32BE(body.length, 1)
    body.copy(record, 5)
    this.#all.update(record)
    return record
  }
}

/** Reads the records in their order, and checks every count and hash on the way. */
export class RecordReader {
  readonly #bytes: ByteReader
  readonly #all: Hash = createHash('sha256')

  constructor(bytes: ByteReader) {
    this.#bytes = bytes
  }

  async head(): Promise<BackupHead> {
    const { body } = await this.#next('H')
    return parse(Head, body)
  }

  /**
   * The rows of the next table, as `COPY` wrote them. They must be read to their end; then `content` tells what they
   * were, which is what the file says of them, or the reading has failed.
   */
  async table(name: string): Promise<{ rows: AsyncGenerator<Buffer>; content(): TableContent }> {
    const { body } = await this.#next('T')
    if (body.toString() !== name) throw damaged()
    let content: TableContent | null = null
    const rows = this.#rowsOf((read) => {
      content = read
    })
    return {
      rows,
      content() {
        if (content === null) throw damaged()
        return content
      },
    }
  }

  async end(): Promise<BackupEnd> {
    const before = this.#all.copy().digest('hex')
    const { body } = await this.#next('Z')
    const { sha256, ...end } = parse(End, body)
    if (sha256 !== before || !(await this.#bytes.isAtEnd())) throw damaged()
    return end
  }

  async *#rowsOf(tell: (content: TableContent) => void): AsyncGenerator<Buffer> {
    const read = createHash('sha256')
    let rows = 0
    for (;;) {
      const { letter, body } = await this.#next('D', 'E')
      if (letter === 'E') {
        const said = parse(TableEnd, body)
        if (said.rows !== rows || said.sha256 !== read.digest('hex')) throw damaged()
        return tell(said)
      }
      read.update(body)
      rows += linesIn(body)
      yield body
    }
  }

  async #next(...allowed: string[]): Promise<{ letter: string; body: Buffer }> {
    const head = await this.#bytes.take(5)
    const letter = head.toString('latin1', 0, 1)
    const length = head.readUInt32BE(1)
    if (!allowed.includes(letter) || length > longestRecord) throw damaged()
    // Both are hashed: `take` gives parts of a buffer that it does not write again.
    this.#all.update(head)
    const body = await this.#bytes.take(length)
    this.#all.update(body)
    return { letter, body }
  }
}

const longestRecord = 64 * 1024 * 1024

// COPY writes a line break within a value as a backslash and a letter, so each that is seen ends a row.
function linesIn(bytes: Buffer): number {
  let lines = 0
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines++
  return lines
}

function parse<S extends TSchema>(schema: S, body: Buffer): Static<S> {
  let read: unknown
  try {
    read = JSON.parse(body.toString())
  } catch (cause) {
    throw damaged('is damaged', cause)
  }
  if (!Check(schema, read)) {
    throw new BackupError('backup_format', 'The backup file has a content that this version of Voltyard cannot read.')
  }
  return read
}
