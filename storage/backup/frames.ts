import { createCipheriv, createDecipheriv, createHash, hash, hkdfSync } from 'node:crypto'
import { BackupError } from './backup-error.ts'

/**
 * Cuts a stream into frames: one byte (1 on the last frame, else 0), four bytes of length, and so many bytes: a tag of
 * 16 and the text.
 *
 * With a key each frame is sealed by AES-256-GCM. The frame's number is its nonce, and the prologue, the number and the
 * last-frame byte are bound to it, so that no frame can be changed, moved, left out or cut off unseen. The key is of
 * this file only, made of the given one and the file's salt. Without a key the tag is the beginning of a SHA-256 over
 * the same, which shows damage, but not forgery.
 */
export async function* writeFrames(source: AsyncIterable<Buffer>, sealing: Sealing): AsyncGenerator<Buffer> {
  const seal = sealerOf(sealing)
  let number = 0n
  for await (const part of inPartsOf(frameBytes, source)) {
    const body = seal(part.bytes, number++, part.isLast)
    yield Buffer.concat([headOf(part.isLast, body.length), body])
  }
}

/** The stream that was cut into frames. A `BackupError` when a frame is damaged, missing or follows the last one. */
export async function* readFrames(source: AsyncIterable<Buffer>, sealing: Sealing): AsyncGenerator<Buffer> {
  const open = openerOf(sealing)
  const bytes = new ByteReader(source)
  let number = 0n
  for (let isLast = false; !isLast; ) {
    const head = await bytes.take(5)
    const length = head.readUInt32BE(1)
    if (head[0]! > 1 || length > frameBytes + 16) throw damaged()
    isLast = head[0] === 1
    yield open(await bytes.take(length), number++, isLast)
  }
  if (!(await bytes.isAtEnd())) throw damaged()
}

/** `key` is null for a plain file. */
export type Sealing = { key: Buffer | null; salt: Buffer; prologue: Buffer }

/** Takes exact numbers of bytes from a stream. */
export class ByteReader {
  readonly #source: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** A `BackupError` when the stream ends before. */
  async take(length: number): Promise<Buffer> {
    const parts = [this.#rest]
    let held = this.#rest.length
    while (held < length) {
      const { value, done } = await this.#source.next()
      if (done) throw damaged('is cut short')
      parts.push(value)
      held += value.length
    }
    const all = parts.length === 1 ? parts[0]! : Buffer.concat(parts)
    this.#rest = all.subarray(length)
    return all.subarray(0, length)
  }

  async isAtEnd(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const { value, done } = await this.#source.next()
      if (done) return true
      this.#rest = value
    }
    return false
  }

  /** What is left, as it comes. */
  async *remaining(): AsyncGenerator<Buffer> {
    if (this.#rest.length > 0) yield this.#rest
    this.#rest = Buffer.alloc(0)
    for (;;) {
      const { value, done } = await this.#source.next()
      if (done) return
      yield value
    }
  }
}

export function damaged(how = 'is damaged', cause?: unknown): BackupError {
  return new BackupError('backup_damaged', `The backup file ${how}: use another copy of it.`, { cause })
}

const frameBytes = 64 * 1024

type Crypt = (bytes: Buffer, number: bigint, isLast: boolean) => Buffer

function sealerOf(sealing: Sealing): Crypt {
  const bound = hash('sha256', sealing.prologue, 'buffer')
  if (sealing.key === null) {
    return (bytes, number, isLast) => Buffer.concat([checksum(associated(bound, number, isLast), bytes), bytes])
  }
  const key = fileKey(sealing.key, sealing.salt)
  return (bytes, number, isLast) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number)).setAAD(associated(bound, number, isLast))
    const text = Buffer.concat([cipher.update(bytes), cipher.final()])
    return Buffer.concat([cipher.getAuthTag(), text])
  }
}

function openerOf(sealing: Sealing): Crypt {
  const bound = hash('sha256', sealing.prologue, 'buffer')
  if (sealing.key === null) {
    return (body, number, isLast) => {
      const bytes = body.subarray(16)
      if (!checksum(associated(bound, number, isLast), bytes).equals(body.subarray(0, 16))) throw damaged()
      return bytes
    }
  }
  const key = fileKey(sealing.key, sealing.salt)
  return (bytes, number, isLast) => {
    if (bytes.length < 16) throw damaged()
    const cipher = createDecipheriv('aes-256-gcm', key, nonceOf(number), { authTagLength: 16 })
    cipher.setAAD(associated(bound, number, isLast)).setAuthTag(bytes.subarray(0, 16))
    try {
      return Buffer.concat([cipher.update(bytes.subarray(16)), cipher.final()])
    } catch (cause) {
      throw damaged('is damaged', cause)
    }
  }
}

function checksum(about: Buffer, bytes: Buffer): Buffer {
  return createHash('sha256').update(about).update(bytes).digest().subarray(0, 16)
}

function fileKey(key: Buffer, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, 'voltyard backup file', 32))
}

function nonceOf(number: bigint): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(number, 4)
  return nonce
}

function associated(bound: Buffer, number: bigint, isLast: boolean): Buffer {
  const about = Buffer.alloc(9)
  about.writeBigUInt64BE(number)
  about[8] = isLast ? 1 : 0
  return Buffer.concat([bound, about])
}

function headOf(isLast: boolean, length: number): Buffer {
  const head = Buffer.alloc(5)
  head[0] = isLast ? 1 : 0
  head.writeUInt32BE(length, 1)
  return head
}

/** Parts of this length, and a last one that may be shorter or empty. */
async function* inPartsOf(
  length: number,
  source: AsyncIterable<Buffer>,
): AsyncGenerator<{ bytes: Buffer; isLast: boolean }> {
  let held: Buffer[] = []
  let heldBytes = 0
  for await (const bytes of source) {
    held.push(bytes)
    heldBytes += bytes.length
    if (heldBytes <= length) continue
    let all = Buffer.concat(held)
    while (all.length > length) {
      yield { bytes: all.subarray(0, length), isLast: false }
      all = all.subarray(length)
    }
    held = [all]
    heldBytes = all.length
  }
  yield { bytes: Buffer.concat(held), isLast: true }
}
