import { randomInt } from 'node:crypto'
import { Problem } from '../errors.ts'

/** By which version of the protocol a vehicle's passwords are formed (depot-api 16.1). */
export type PasswordRule = 1 | 2

/** A Problem when a vehicle of this version could not have this password. */
export function checkVehiclePassword(password: string, rule: PasswordRule): void {
  const fault = (message: string) => new Problem('invalid_value', message, { subject: 'password' })
  if (!/^[\x20-\x7e]{1,150}$/.test(password)) throw fault('A password has 1 to 150 characters of ASCII.')
  if (rule === 1) return
  if (password.length < 8) throw fault('A password has at least 8 characters, but for vehicles of version 1.')
  if (!hasAllKinds(password)) {
    throw fault(`A password has a capital letter, a small one, a digit and one of ${signs}, but for version 1.`)
  }
}

// Without letters and digits that look alike.
const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const signs = '_-+#*!()?'

/** One that vehicles of every version take, and nobody guesses: `h3Kd-9xwQ-…`. */
export function makeVehiclePassword(): string {
  for (;;) {
    const groups = Array.from({ length: 6 }, () =>
      Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join(''),
    )
    const password = groups.join('-')
    if (hasAllKinds(password)) return password
  }
}

function hasAllKinds(password: string): boolean {
  return [/[A-Z]/, /[a-z]/, /\d/, /[_\-+#*!()?]/].every((kind) => kind.test(password))
}
