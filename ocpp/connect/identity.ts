/** Which charger a request path names. `tenantSlug` is null for `/ocpp/{identity}`. */
export type Address = { tenantSlug: string | null; identity: string }

/**
 * Reads `/ocpp/{identity}` or `/ocpp/{tenant}/{identity}` (T-01).
 *
 * Repeated and trailing slashes, a query string and an absolute URL are tolerated. The identity is
 * percent-decoded once; what is left must be of a strict alphabet, so that `..`, NUL, a second encoding and look-alike
 * letters are refused rather than interpreted (S8).
 */
export function readAddress(url: string): Address | 'unknown-path' | 'malformed-identity' {
  if (url.length > longestUrl) return 'malformed-identity'
  const parts = pathOf(url)
    .split('/')
    .filter((part) => part !== '')
  if (parts[0] !== 'ocpp' || parts.length > 3) return 'unknown-path'

  const identity = decodeOnce(parts.at(-1)!)
  if (parts.length === 1 || identity === null || !isIdentity(identity)) return 'malformed-identity'
  if (parts.length === 2) return { tenantSlug: null, identity }
  return slugPattern.test(parts[1]!) ? { tenantSlug: parts[1]!, identity } : 'unknown-path'
}

function pathOf(url: string): string {
  const withoutOrigin = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '')
  return withoutOrigin.replace(/[?#].*$/s, '')
}

function decodeOnce(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

function isIdentity(text: string): boolean {
  return identityPattern.test(text) && text !== '.' && !text.includes('..')
}

// OCPP's identifierString, at most 48 long. The colon is not allowed by 2.x, but 1.6 chargers use MAC addresses.
const identityPattern = /^[A-Za-z0-9*_=+|@.:-]{1,48}$/
const slugPattern = /^[a-z0-9][a-z0-9-]{0,62}$/
const longestUrl = 2048
