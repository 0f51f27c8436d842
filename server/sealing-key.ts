import { randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Log } from '#core/context.ts'
import type { Config } from './config.ts'

/**
 * The key that seals and hashes the secrets in the database: the one that is set, else the one in the data folder,
 * which is made at the first start. A key file that cannot be used is an error, never a reason to make another.
 */
export async function sealingKey(data: Config['data'], log: Log): Promise<Buffer> {
  if (data.sealingKey) return data.sealingKey

  const path = join(data.folder, 'sealing.key')
  const known = await readKey(path)
  if (known) return known

  await makeKey(path)
  if (data.databaseUrl) {
    log.warn({ path }, 'sealing key made: keep a copy with the database, which is worth little without it')
  } else {
    log.info({ path }, 'sealing key made')
  }
  return (await readKey(path))!
}

/** The same key, or undefined when there is none yet: none is made. */
export async function knownSealingKey(data: Config['data']): Promise<Buffer | undefined> {
  return data.sealingKey ?? (await readKey(join(data.folder, 'sealing.key')))
}

export class SealingKeyError extends Error {
  override name = 'SealingKeyError'
}

async function readKey(path: string): Promise<Buffer | undefined> {
  try {
    const key = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64')
    if (key.length !== 32) throw new SealingKeyError(`The sealing key in ${path} is damaged: put a copy of it there.`)
    await refuseWhenReadableByOthers(path)
    return key
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function refuseWhenReadableByOthers(path: string): Promise<void> {
  const { mode } = await stat(path)
  if ((mode & 0o077) !== 0) {
    throw new SealingKeyError(`The sealing key in ${path} is open to other users: run "chmod 600 ${path}".`)
  }
}

// Written whole and durable under another name first: of two servers that start at once, both use the first one's key.
async function makeKey(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const draft = `${path}.${randomUUID()}.new`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(`${randomBytes(32).toString('base64')}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft, { force: true })
  }
}
