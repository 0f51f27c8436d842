import { randomInt } from 'node:crypto'
import { Problem } from '../errors.ts'
import { foldLogin } from './account.ts'

/** Argon2id, as a PHC string that names its parameters. */
export type HashPassword = (password: string) => Promise<string>

export const shortestPassword = 12

/** A Problem when a person must not have this password. */
export function checkPassword(password: string, login: string): void {
  const fault = faultOf(password, foldLogin(login))
  if (fault) throw new Problem('invalid_value', fault, { subject: 'wanted' })
}

function faultOf(password: string, login: string): string | null {
  if ([...password].length < shortestPassword) return `A password has at least ${shortestPassword} characters.`
  if (password.length > 1_000) return 'A password has at most 1000 characters.'
  const plain = foldLogin(password)
  if (plain === login) return 'The password must not be the login.'
  const core = plain.replaceAll(/[^\p{L}\p{N}]/gu, '')
  if (new Set(plain).size < 5 || isObvious(core, login)) return 'This password is too easy to guess.'
  return null
}

// What is left of an obvious word after taking away the words and digits that people add to it.
function isObvious(core: string, login: string): boolean {
  const words = [...obvious, login.replaceAll(/[^\p{L}\p{N}]/gu, '')].filter((word) => word.length >= 3)
  let rest = core
  for (const word of words.toSorted((a, b) => b.length - a.length)) rest = rest.replaceAll(word, '')
  return rest.replaceAll(/\p{N}/gu, '').length < 3
}

const obvious = [
  'password',
  'passwort',
  'passw0rd',
  'kennwort',
  'geheim',
  'secret',
  'changeme',
  'letmein',
  'welcome',
  'willkommen',
  'administrator',
  'admin',
  'voltyard',
  'charging',
  'qwertyuiop',
  'qwertzuiop',
  'qwerty',
  'qwertz',
  'asdfghjkl',
  'yxcvbnm',
  'zxcvbnm',
  'iloveyou',
  'abcdefghijkl',
  'abcdef',
  'abc',
]

// Without letters and digits that look alike, for it is read from a screen: 24 of them have 118 bits.
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'

/** A password that nobody guesses, in groups of four so that it can be typed: `h3kd-9xwq-…`. */
export function makePassword(): string {
  const groups = Array.from({ length: 6 }, () =>
    Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join(''),
  )
  return groups.join('-')
}
