/**
 * Rows gathered by column, as PostgreSQL's binary arrays.
 *
 * The hot path sends one named `unnest` statement per table; encoding the arrays here costs a fraction of their text
 * form. The buffers are reused from batch to batch: fresh ones make the garbage collector the slowest part. What
 * cannot be represented (NaN as a date, an int4 overflow, U+0000) throws here, where its row is known.
 */
export type ColumnType = keyof typeof writers

export type ColumnOf<Row> = readonly [type: ColumnType, read: (row: Row) => unknown]

export class ColumnBuffer {
  #buffer = Buffer.allocUnsafe(4096)
  #at = 0

  /** The array of one column's values. Valid until the next call. */
  encode<Row>(rows: readonly Row[], [type, read]: ColumnOf<Row>): Buffer {
    const writer = writers[type]
    this.#at = 0
    this.#reserve(20)
    this.#buffer.writeInt32BE(1, 0)
    this.#buffer.writeInt32BE(1, 4)
    this.#buffer.writeInt32BE(writer.oid, 8)
    this.#buffer.writeInt32BE(rows.length, 12)
    this.#buffer.writeInt32BE(1, 16)
    this.#at = 20
    for (let i = 0; i < rows.length; i++) {
      const value = read(rows[i] as Row)
      this.#reserve(12)
      if (value === null || value === undefined) {
        this.#buffer.writeInt32BE(-1, this.#at)
        this.#at += 4
      } else this.#write(writer, value)
    }
    return this.#buffer.subarray(0, this.#at)
  }

  #write(writer: Writer, value: unknown): void {
    if (writer.fixed) {
      this.#buffer.writeInt32BE(writer.fixed, this.#at)
      writer.write(this.#buffer, value, this.#at + 4)
      this.#at += 4 + writer.fixed
      return
    }
    const length = writer.length(value)
    this.#reserve(4 + length)
    this.#buffer.writeInt32BE(length, this.#at)
    writer.write(this.#buffer, value, this.#at + 4)
    this.#at += 4 + length
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#at + bytes))
    this.#buffer.copy(larger, 0, 0, this.#at)
    this.#buffer = larger
  }
}

type Writer = {
  oid: number
  /** Bytes of every value, or 0 when `length` says. */
  fixed: number
  length(value: unknown): number
  write(buffer: Buffer, value: unknown, at: number): void
}

const fixed = (oid: number, size: number, write: (buffer: Buffer, value: never, at: number) => void): Writer => ({
  oid,
  fixed: size,
  length: () => size,
  write: write as Writer['write'],
})

const writers = {
  bool: fixed(16, 1, (buffer, value: boolean, at) => buffer.writeInt8(value ? 1 : 0, at)),
  int4: fixed(23, 4, (buffer, value: number, at) => buffer.writeInt32BE(integer(value), at)),
  int8: fixed(20, 8, (buffer, value: number, at) => writeInt64(buffer, integer(value), at)),
  float8: fixed(701, 8, (buffer, value: number, at) => buffer.writeDoubleBE(value, at)),
  // Microseconds since 2000-01-01.
  timestamptz: fixed(1184, 8, (buffer, value: Temporal.Instant, at) =>
    writeInt64(buffer, (integer(value.epochMilliseconds) - 946_684_800_000) * 1000, at),
  ),
  text: {
    oid: 25,
    fixed: 0,
    length: (value) => Buffer.byteLength(value as string),
    write: (buffer, value, at) => {
      if ((value as string).includes('\u0000')) throw new RangeError('text with U+0000')
      buffer.write(value as string, at)
    },
  },
  bytea: {
    oid: 17,
    fixed: 0,
    length: (value) => (value as Buffer).length,
    write: (buffer, value, at) => {
      ;(value as Buffer).copy(buffer, at)
    },
  },
} as const satisfies Record<string, Writer>

function integer(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not an integer`)
  return value
}

function writeInt64(buffer: Buffer, value: number, at: number): void {
  const high = Math.floor(value / 0x1_0000_0000)
  buffer.writeInt32BE(high, at)
  buffer.writeUInt32BE(value - high * 0x1_0000_0000, at + 4)
}
