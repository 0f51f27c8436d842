import { timingSafeEqual } from 'node:crypto'

/** User and password as bytes: a 1.6 password need not be text (S-03). */
export type BasicCredentials = { bytes: Buffer }

/** Reads an Authorization header; null when there is none, or none of the Basic scheme. */
export function readBasicAuth(header: string | undefined): BasicCredentials | null {
  const match = /^basic +([A-Za-z0-9+/_-]+=*) *$/i.exec(header ?? '')
  return match ? { bytes: Buffer.from(match[1]!, 'base64') } : null
}

/** The password that goes with this user name; null when there is none, or the name is another one. */
export function passwordIn(credentials: BasicCredentials | null, identity: string): Buffer | null {
  const user = Buffer.from(`${identity}:`)
  if (!credentials?.bytes.subarray(0, user.length).equals(user)) return null
  const password = credentials.bytes.subarray(user.length)
  return password.length > 0 ? password : null
}

/**
 * Whether the credentials are those of this identity. Without a `passwordHash`, for a charger that we do not know,
 * it takes as long as for one that we do and says no (S1).
 */
export function isRightPassword(
  credentials: BasicCredentials,
  { identity, passwordHash, isHexTried }: { identity: string; passwordHash: Buffer | null; isHexTried: boolean },
  hashSecret: (secret: Buffer) => Buffer,
): boolean {
  return rightPassword(credentials, { identity, passwordHashes: [passwordHash], isHexTried }, hashSecret) === 0
}

/**
 * Which of the charger's passwords the credentials are, by its place in the list; null when they are none of them.
 *
 * The user name is split off as a known prefix, because both identity and password may contain colons. A 1.6 password
 * is written in hex in configurations and sent as bytes, yet chargers send the hex too: both readings are tried.
 */
export function rightPassword(
  credentials: BasicCredentials,
  asked: { identity: string; passwordHashes: readonly (Buffer | null)[]; isHexTried: boolean },
  hashSecret: (secret: Buffer) => Buffer,
): number | null {
  const user = Buffer.from(`${asked.identity}:`)
  const isUser = equalBytes(credentials.bytes.subarray(0, user.length), user)
  const password = credentials.bytes.subarray(user.length)

  let right: number | null = null
  for (const form of asked.isHexTried ? formsOf(password) : [password]) {
    const hash = hashSecret(form)
    // Every form is tried in any case: how long it takes must not tell which one matched.
    for (const [place, known] of asked.passwordHashes.entries()) {
      if (equalBytes(hash, known ?? nobody(hash.length)) && known !== null) right ??= place
    }
  }
  return isUser && password.length > 0 ? right : null
}

/** The same secret raw, as lower and upper case hex, and as the bytes that it is the hex of. Always four. */
function formsOf(password: Buffer): Buffer[] {
  const text = password.toString('latin1')
  const isHex = text.length % 2 === 0 && /^[0-9a-f]+$/i.test(text)
  return isHex
    ? [password, Buffer.from(text, 'hex'), Buffer.from(text.toLowerCase()), Buffer.from(text.toUpperCase())]
    : [password, Buffer.from(password.toString('hex')), Buffer.from(password.toString('hex').toUpperCase()), password]
}

function equalBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

function nobody(length: number): Buffer {
  return Buffer.alloc(length, 0xff)
}
