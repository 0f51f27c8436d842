import { Problem } from '../errors.ts'
import { type Grant, type Package, packageOf, packages } from './api-client.ts'

/** What an operator wants a client to be allowed: a package, grants of his own choice, or a package with fewer or more. */
export type AllowedWish = { package?: Package | undefined; grants?: readonly Grant[] | undefined }

/** The grants of the package unless they are chosen; with grants alone, the smallest package that has them all. */
export function allowedCalls(wish: AllowedWish): { package: Package; grants: readonly Grant[] } {
  const chosen = wish.grants && packages.premium.filter((grant) => wish.grants!.includes(grant))
  if (chosen?.length === 0) {
    throw new Problem('invalid_value', 'A client needs at least one grant; disable it instead.', { subject: 'grants' })
  }
  if (chosen) return { package: wish.package ?? packageOf(chosen), grants: chosen }
  if (wish.package) return { package: wish.package, grants: packages[wish.package] }
  throw new Problem('invalid_value', 'A client needs a package or grants.', { subject: 'package' })
}
