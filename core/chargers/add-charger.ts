import { randomInt } from 'node:crypto'
import type { HashSecret } from '../access/credentials.ts'
import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { Charger } from './charger.ts'

export type ChargerRequest = {
  identity: string
  name?: string | null
  /** Made when absent. */
  password?: string | null
  evses?: number
  /** How it has to connect; without it 1, by password without TLS. */
  securityProfile?: 1 | 2 | 3
  /** Whether the server sets it up by itself; it does when absent. */
  provisioning?: Charger['provisioning']
}

/**
 * Makes a charger known, so that it may connect with its identity and password.
 *
 * A password that was made is returned here and never again: only its hash is kept. One that was given is not returned.
 */
export async function addCharger(
  ctx: Uses<'transaction'> & { hashSecret: HashSecret },
  {
    identity,
    name = null,
    password = null,
    evses = 1,
    securityProfile = 1,
    provisioning = 'automatic',
  }: ChargerRequest,
): Promise<{ charger: Charger; password: string | null }> {
  refuse('identity', identityFault(identity))
  refuse('password', password === null ? null : passwordFault(password, identity))
  refuse('name', name === null || isName(name) ? null : 'A name has 1 to 100 printable characters.')
  refuse('evses', isEvseCount(evses) ? null : 'A charger has 1 to 100 EVSEs.')

  // With profile 3 it shows a certificate, and a password is of use only if it came by another profile before.
  const made = password === null && securityProfile < 3 ? makePassword() : null
  const secret = password ?? made
  const passwordHash = secret === null ? null : ctx.hashSecret(secret)

  const charger = await ctx.transaction(async (tx) => {
    const added = await tx.chargers.add({ identity, name, passwordHash, securityProfile, evses, provisioning })
    if (!added) {
      throw new Problem('charger_exists', `There is a charger '${identity}' already.`, { subject: 'identity' })
    }
    await tx.audit('charger.added', identity, { name, evses, securityProfile })
    return added
  })
  return { charger, password: made }
}

/** What is wrong with it as a charger's identity; null when it may be one. (T-01) */
export function identityFault(identity: string): string | null {
  if (identity === '') return 'A charger needs an identity.'
  if (identity.length > 48) return 'An identity has at most 48 characters.'
  if (!/^[\x20-\x7e]*$/.test(identity)) return 'An identity consists of printable ASCII characters.'
  if (/[/:]/.test(identity)) return 'An identity contains neither "/" nor ":".'
  if (identity !== identity.trim()) return 'An identity neither begins nor ends with a blank.'
  // Programs that resolve addresses would never ask for it.
  if (/^\.{1,2}$/.test(identity)) return 'An identity is not "." or "..".'
  return null
}

/** What is wrong with it as the password of this charger; null when it may be one. */
export function passwordFault(password: string, identity: string): string | null {
  if (password.length < 8) return 'A password has at least 8 characters.'
  if (Buffer.byteLength(password) > 64) return 'A password has at most 64 bytes.'
  if (/\p{Cc}/u.test(password)) return 'A password contains no control characters.'
  const folded = password.toLowerCase()
  if (folded === identity.toLowerCase()) return 'The password equals the identity of the charger.'
  if (isIdentityAdorned(folded, identity.toLowerCase())) {
    return 'The password is little more than the identity of the charger.'
  }
  if (isWellKnown(folded)) return 'This password is known to everybody: choose another, or none to have one made.'
  return null
}

/** 20 characters that every charger's configuration takes: 119 bits, and from 16 to 20 bytes as 1.6 wants (S-03). */
export function makePassword(): string {
  return Array.from({ length: 20 }, () => alphabet[randomInt(alphabet.length)]).join('')
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

const wellKnown = [
  'password',
  'passw0rd',
  'admin',
  'administrator',
  'charger',
  'chargepoint',
  'voltyard',
  'ocpp',
  'default',
  'changeme',
  'letmein',
  'welcome',
  'qwertyuiop',
  'qwerty',
  'secret',
  'test',
  'abcdefgh',
  'installer',
  'authorizationkey',
  'basicauthpassword',
]

// A well-known word with digits or signs after it, a run of digits, or one character again and again.
function isWellKnown(folded: string): boolean {
  const word = folded.replace(/[^a-z]*$/, '')
  const runs = '0123456789'.repeat(8)
  return (
    wellKnown.includes(folded) ||
    wellKnown.includes(word) ||
    /^(.)\1+$/.test(folded) ||
    (/^\d+$/.test(folded) && (runs.includes(folded) || runs.includes([...folded].reverse().join(''))))
  )
}

// The identity with signs or digits around it, or several times (S5).
function isIdentityAdorned(folded: string, identity: string): boolean {
  if (identity.length < 3) return false
  const parts = folded.split(identity)
  return parts.length > 1 && /^[^a-z]*$/.test(parts.join('')) && parts.join('').length < 6
}

export function isName(name: string): boolean {
  return name.trim() !== '' && name.length <= 100 && !/\p{Cc}/u.test(name)
}

export function isEvseCount(evses: number): boolean {
  return Number.isInteger(evses) && evses >= 1 && evses <= 100
}

function refuse(subject: string, fault: string | null): void {
  if (fault !== null) throw new Problem('invalid_value', fault, { subject })
}
