import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Refusal } from './errors.ts'

/** Slow hashes of people's passwords. */
export type PasswordHashes = {
  hash(password: string): Promise<string>
  /** `weak` is right too, but was hashed with less work than is usual now. */
  verify(password: string, encoded: string): Promise<'right' | 'weak' | 'wrong'>
  /** Takes as long as `verify`: for logins that nobody has. */
  pretend(password: string): Promise<void>
}

type Work = { memory: number; passes: number; parallelism: number }

// One of the settings that OWASP gives for Argon2id. What was hashed with less is hashed anew at the next login.
const usualWork: Work = { memory: 47_104, passes: 1, parallelism: 1 }
const saltBytes = 16
const hashBytes = 32

/**
 * Argon2id with at most two hashings at once, each of 46 MiB, off the main thread: a flood of logins takes neither the
 * memory nor the threads that chargers need. With too many waiting the next is refused with a 429.
 */
export function createPasswordHashes(work: Work = usualWork, { atOnce = 2, mostWaiting = 32 } = {}): PasswordHashes {
  const inTurn = limitedTo(atOnce, mostWaiting)
  const derive = (password: string, salt: Buffer, how: Work) => inTurn(() => deriveKey(password, salt, how))

  return {
    async hash(password) {
      const salt = randomBytes(saltBytes)
      return encode(work, salt, await derive(password, salt, work))
    },
    async verify(password, encoded) {
      const known = decode(encoded)
      const key = await derive(password, known.salt, known.work)
      if (key.length !== known.key.length || !timingSafeEqual(key, known.key)) return 'wrong'
      return isWeaker(known.work, work) ? 'weak' : 'right'
    },
    async pretend(password) {
      await derive(password, Buffer.alloc(saltBytes), work)
    },
  }
}

const argon2id = promisify(argon2)

function deriveKey(password: string, nonce: Buffer, work: Work): Promise<Buffer> {
  // The same characters can be typed in more than one way.
  const message = Buffer.from(password.normalize('NFC'))
  return argon2id('argon2id', { message, nonce, tagLength: hashBytes, ...work })
}

function encode({ memory, passes, parallelism }: Work, salt: Buffer, key: Buffer): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${plain(salt)}$${plain(key)}`
}

function plain(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}

const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

function decode(encoded: string): { work: Work; salt: Buffer; key: Buffer } {
  const [, memory, passes, parallelism, salt, key] = form.exec(encoded) ?? []
  if (salt === undefined || key === undefined)
    throw new Error('a stored password hash is not of the form that is known')
  return {
    work: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
  }
}

function isWeaker(work: Work, than: Work): boolean {
  return work.memory < than.memory || work.passes < than.passes
}

function limitedTo(atOnce: number, mostWaiting: number) {
  const waiting: (() => void)[] = []
  let running = 0
  return async <T>(task: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (waiting.length >= mostWaiting) throw tooMany()
      // Whoever ends hands its place on, so that nobody slips in between.
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running++
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}

function tooMany(): Refusal {
  const message = 'Too many people are logging in at once. Please try again in a moment.'
  return new Refusal(429, 'rate_limited', message, { headers: { 'retry-after': '3' } })
}
