import type { SigningRequest } from './certificate-authority.ts'
import type { ChargerSubject } from './issued-certificate.ts'

export type SigningPolicy = {
  checksOrganization: boolean
  kind?: 'charger' | 'v2g'
  /** The authority writes the subject itself: what the request calls the charger does not matter. */
  writesSubject?: boolean
}

/**
 * What is wrong with a charger's signing request; null when it may be signed.
 *
 * The certificate is to say who the charger is: CN is its identity or the serial number it booted with, O the name of
 * its operator (A00.FR.404, .405). A request that leaves O out gets it. An authority that writes both by itself takes
 * requests of any name: chargers put their model, or nothing of use, into them.
 */
export function signingFault(
  request: SigningRequest,
  { identity, serial, operatorName }: ChargerSubject,
  { checksOrganization, kind = 'charger', writesSubject = false }: SigningPolicy,
): string | null {
  const { commonNames, organizations, key, digest } = request
  if (commonNames.length !== 1) return 'The request has to have one common name.'
  const [name] = commonNames
  if (name!.trim() === '') return 'The common name is empty.'
  const isPlace = kind === 'v2g' && evseName.test(name!)
  const isNamedAnyway = writesSubject && kind === 'charger'
  if (!isNamedAnyway && name !== serial && !sameName(name!, identity) && !isPlace) {
    return 'The common name is neither the identity of the charger nor its serial number.'
  }
  if (name!.length > 64) return 'The common name is longer than 64 characters.'
  if (organizations.length > 1) return 'The request has more than one organization.'
  const [organization] = organizations
  if (!writesSubject && checksOrganization && organization !== undefined && !sameName(organization, operatorName)) {
    return 'The organization is not the name of the operator.'
  }
  return keyFault(key) ?? (strongDigests.has(digest) ? null : `A request signed with ${digest} is not taken.`)
}

/**
 * What a charger is called in the certificate: as it asks, when that is its own name, else by its identity.
 */
export function certifiedName(
  { commonNames }: Pick<SigningRequest, 'commonNames'>,
  { identity, serial }: Pick<ChargerSubject, 'identity' | 'serial'>,
  { kind = 'charger' }: Pick<SigningPolicy, 'kind'>,
): string {
  const name = commonNames[0] ?? ''
  const isOwn = name === serial || sameName(name, identity) || (kind === 'v2g' && evseName.test(name))
  return isOwn ? name : identity
}

/** Names in certificates are compared without regard to case and outer blanks. */
export function sameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase()
}

// A00.FR.507: at least as strong as RSA with 2048 bits.
function keyFault(key: SigningRequest['key']): string | null {
  if (key.type === 'ecdsa') return curves.has(key.curve) ? null : `Keys on the curve ${key.curve} are not taken.`
  if (key.type !== 'rsa') return 'Only ECDSA and RSA keys are taken.'
  return key.bits >= 2048 && key.bits <= 8192 ? null : 'An RSA key has 2048 to 8192 bits.'
}

// To vehicles a charger may be called by the id of an EVSE or of its controller. Nothing like the name of a host: a
// charger that got one signed could pass itself off as this server to others.
const evseName = /^[A-Z]{2}\*?[A-Z0-9]{3}\*?[ES][A-Z0-9*]{1,31}$/i

const curves = new Set(['P-256', 'P-384', 'P-521'])
const strongDigests = new Set(['SHA-256', 'SHA-384', 'SHA-512'])
