import type { X509Certificate } from 'node:crypto'
import { certificateHash } from '#core/certificates/certificate-hash.ts'
import type { ChainFinding, StatusQuestion } from '#core/certificates/ocsp.ts'
import { responderOf } from '#core/certificates/revocation-places.ts'
import { certificatesIn } from './pem.ts'

/**
 * Follows the chain of a contract, its own certificate first, to one of the roots; the certificates between them are in
 * the chain or known. What to ask of each is told with it.
 */
export function followChain(
  pem: string,
  { known, now }: { known: readonly X509Certificate[]; now: Temporal.Instant },
): ChainFinding {
  const chain = read(pem)
  const [leaf] = chain
  if (!leaf) return { fault: 'unreadable' }
  const roots = known.filter((one) => one.checkIssued(one))
  if (roots.length === 0) return { fault: 'no-roots' }

  const path = [leaf]
  const questions: StatusQuestion[] = []
  for (let one = leaf; ; ) {
    if (!isValid(one, now)) return { fault: 'expired' }
    const named = [...roots, ...known, ...chain.slice(1)].filter((other) => other.ca && one.checkIssued(other))
    if (named.length === 0 || path.length > longest) return { fault: 'broken' }
    const issuer = named.find((other) => one.verify(other.publicKey))
    if (!issuer) return { fault: 'wrong-signature' }
    const url = responderOf(one)
    if (url !== null) questions.push({ ...certificateHash(one, issuer), url })
    if (roots.includes(issuer)) return isValid(issuer, now) ? found(leaf, questions) : { fault: 'expired' }
    if (path.includes(issuer)) return { fault: 'broken' }
    path.push(issuer)
    one = issuer
  }
}

function found(leaf: X509Certificate, questions: StatusQuestion[]): ChainFinding {
  const { CN } = leaf.toLegacyObject().subject as Record<string, string | string[] | undefined>
  return { fault: null, commonName: typeof CN === 'string' ? CN : '', questions }
}

function read(pem: string): X509Certificate[] {
  try {
    return certificatesIn(pem)
  } catch {
    return []
  }
}

function isValid({ validFromDate, validToDate }: X509Certificate, { epochMilliseconds }: Temporal.Instant): boolean {
  return validFromDate.getTime() <= epochMilliseconds && epochMilliseconds < validToDate.getTime()
}

const longest = 5
