import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { Type } from 'typebox'
import { Check } from 'typebox/value'
import { BackupError } from './backup-error.ts'
import { ByteReader, damaged, readFrames, writeFrames } from './frames.ts'
import { RecordReader } from './records.ts'

/*
 * A backup file: the eight bytes VOLTYARD, four bytes of length, the prologue (JSON, readable without a key), and
 * frames (see frames.ts) that hold a gzip stream of records (see records.ts).
 */

const Prologue = Type.Object({
  format: Type.Literal(1),
  encryption: Type.Union([Type.Literal('aes-256-gcm'), Type.Literal('none')]),
  salt: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  /** Sealed under the sealing key of the installation: who can open it has the right one. */
  canary: Type.String({ pattern: '^[0-9a-f]+$' }),
})

export type Prologue = { isEncrypted: boolean; canary: Buffer }

/** How the installation's key fits into this file's story; `key` is derived from it. */
export type BackupKey = { key: Buffer; canary: Buffer }

/**
 * Writes a backup under `<path>.partial`, durable, and gives it its name when it is complete. Only the user may read
 * it. A `BackupError` when the file exists, unless it may be replaced.
 */
export async function writeBackupFile(
  path: string,
  records: AsyncIterable<Buffer>,
  { key, canary, encrypt, replace }: BackupKey & { encrypt: boolean; replace: boolean },
): Promise<{ bytes: number }> {
  if (!replace && (await exists(path))) {
    throw new BackupError('backup_exists', `${path} exists already: choose another name, or replace it with --force.`)
  }
  const salt = randomBytes(32)
  const prologue = Buffer.from(
    JSON.stringify({
      format: 1,
      encryption: encrypt ? 'aes-256-gcm' : 'none',
      salt: salt.toString('hex'),
      canary: canary.toString('hex'),
    }),
  )
  const partial = `${path}.partial`
  await rm(partial, { force: true }).catch((error) => Promise.reject(notWritten(partial, error)))
  const file = createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true })
  try {
    await pipeline(
      records,
      createGzip({ level: 3, chunkSize: chunkBytes }),
      async function* (packed: AsyncIterable<Buffer>) {
        yield Buffer.concat([magic, lengthOf(prologue), prologue])
        yield* writeFrames(packed, { key: encrypt ? key : null, salt, prologue })
      },
      file,
    )
    await rename(partial, path)
    await syncFolder(dirname(path))
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined)
    throw isOfFiles(error) ? notWritten(path, error) : error
  }
  return { bytes: file.bytesWritten }
}

/** What a file says of itself without a key. A `BackupError` when it is none. */
export async function readPrologue(path: string): Promise<Prologue> {
  const stream = createReadStream(path)
  try {
    const { isEncrypted, canary } = await prologueOf(new ByteReader(stream), path)
    return { isEncrypted, canary }
  } catch (error) {
    throw isOfFiles(error) ? notRead(path, error) : error
  } finally {
    stream.destroy()
  }
}

/** Reads a backup. `key` may be null for a plain file. Everything that is wrong with the file is a `BackupError`. */
export async function readBackupFile<T>(
  path: string,
  key: Buffer | null,
  read: (records: RecordReader) => Promise<T>,
): Promise<T> {
  let value: { read: T } | undefined
  try {
    await pipeline(
      createReadStream(path, { highWaterMark: 256 * 1024 }),
      async function* (stored: AsyncIterable<Buffer>) {
        const bytes = new ByteReader(stored)
        const { isEncrypted, salt, raw } = await prologueOf(bytes, path)
        if (isEncrypted && key === null) throw new Error('an encrypted backup needs its key')
        yield* readFrames(bytes.remaining(), { key: isEncrypted ? key : null, salt, prologue: raw })
      },
      createGunzip({ chunkSize: chunkBytes }),
      async (packed: AsyncIterable<Buffer>) => {
        value = { read: await read(new RecordReader(new ByteReader(packed))) }
      },
    )
  } catch (error) {
    if (isOfZlib(error)) throw damaged('is damaged', error)
    throw isOfFiles(error) ? notRead(path, error) : error
  }
  return value!.read
}

async function prologueOf(bytes: ByteReader, path: string) {
  const head = await bytes.take(12).catch((error) => Promise.reject(isDamage(error) ? notABackup(path) : error))
  if (!head.subarray(0, 8).equals(magic)) throw notABackup(path)
  const length = head.readUInt32BE(8)
  if (length > 64 * 1024) throw damaged()
  const raw = await bytes.take(length)
  let read: unknown
  try {
    read = JSON.parse(raw.toString())
  } catch (cause) {
    throw damaged('is damaged', cause)
  }
  if ((read as { format?: unknown } | null)?.format !== 1) {
    throw new BackupError('backup_format', `${path} has a format that this version of Voltyard does not know.`)
  }
  if (!Check(Prologue, read)) throw damaged()
  return {
    isEncrypted: read.encryption !== 'none',
    canary: Buffer.from(read.canary, 'hex'),
    salt: Buffer.from(read.salt, 'hex'),
    raw,
  }
}

const magic = Buffer.from('VOLTYARD')
const chunkBytes = 64 * 1024

function lengthOf(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return length
}

function notABackup(path: string): BackupError {
  return new BackupError('backup_format', `${path} is not a backup of Voltyard.`)
}

function isDamage(error: unknown): boolean {
  return error instanceof BackupError && error.code === 'backup_damaged'
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  await folder.sync().finally(() => folder.close())
}

function isOfZlib(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('Z_')
}

function isOfFiles(error: unknown): error is NodeJS.ErrnoException {
  return fileTroubles.has(String((error as { code?: unknown }).code)) &&
    (error as { path?: unknown }).path !== undefined
    ? true
    : (error as { code?: unknown }).code === 'ENOSPC'
}

const fileTroubles = new Set([
  'ENOENT',
  'EACCES',
  'EPERM',
  'EISDIR',
  'ENOTDIR',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'ENAMETOOLONG',
])

function notWritten(path: string, error: NodeJS.ErrnoException): BackupError {
  const why = error.code === 'ENOSPC' ? 'the disk is full' : error.message
  return new BackupError('backup_not_written', `${path} cannot be written (${why}).`, { cause: error })
}

function notRead(path: string, error: NodeJS.ErrnoException): BackupError {
  return new BackupError('backup_not_found', `${path} cannot be read (${error.message}).`, { cause: error })
}
