import type { X509Certificate } from 'node:crypto'

/** A certificate that a charger has shown, and proved to have the key of. */
export type ShownCertificate = {
  leaf: X509Certificate
  /** What it sent along; nothing when an earlier TLS session is gone on with. */
  others: readonly X509Certificate[]
  /** What OpenSSL found wrong with it, as its error code; null for nothing, and when a proxy ended TLS. */
  fault: string | null
  isResumed: boolean
}

/** Whose certificates are believed. */
export type CertificateTrust = {
  /** The roots of the installation's own authority. */
  ownRoots(): readonly X509Certificate[]
  /** Roots, and certificates between them and those of chargers, of authorities that the operator has named. */
  clientRoots(): readonly X509Certificate[]
  /** What chargers have shown between their own certificate and a root. A session that is gone on with shows none of it. */
  met(): readonly X509Certificate[]
  /** Gives each as it was met first. */
  meet(issuers: readonly X509Certificate[]): readonly X509Certificate[]
}

export type CertificateFault = 'untrusted' | 'expired' | 'not-yet-valid' | 'wrong-use' | 'unnamed'

export type VerifiedCertificate = {
  commonName: string
  organizations: string[]
  fingerprint: string
  /** Signed by the installation's own authority. */
  isOurs: boolean
  isExpired: boolean
  /** Who outside has signed it, the root last; null when a session is gone on with and nobody has met them. */
  issuers: readonly X509Certificate[] | null
}

/**
 * Checks what a certificate is by itself: path, validity, use, and that it names somebody (S-06). Whether the name is
 * the right one is decided elsewhere, and so is what becomes of one that has expired.
 */
export function verifyCertificate(
  shown: ShownCertificate,
  trust: CertificateTrust,
  now: Temporal.Instant,
): VerifiedCertificate | CertificateFault {
  const { leaf, fault } = shown
  if (fault !== null && fault !== 'CERT_HAS_EXPIRED') return faults[fault] ?? 'untrusted'
  const nowMs = now.epochMilliseconds
  if (leaf.validFromDate.getTime() > nowMs) return 'not-yet-valid'
  // The types of Node say it is always there; a certificate that names no uses may be used for all.
  const uses = leaf.keyUsage as string[] | undefined
  if (leaf.ca || (uses !== undefined && uses.length > 0 && !uses.includes(clientAuthentication))) return 'wrong-use'

  const isOurs = trust.ownRoots().some((root) => isSignedBy(leaf, root))
  // A session that is gone on with brings no more than the charger's own certificate: the path was checked when it began.
  const isTrusted = isOurs || (shown.isResumed && fault === null && trust.clientRoots().length > 0)
  const issuers = isOurs ? [] : issuersOf(shown, trust, nowMs)
  if (!isTrusted && issuers === null) return 'untrusted'

  const { CN, O } = leaf.toLegacyObject().subject as Record<string, string | string[] | undefined>
  if (typeof CN !== 'string' || CN === '') return 'unnamed'
  return {
    commonName: CN,
    organizations: O === undefined ? [] : [O].flat(),
    fingerprint: leaf.fingerprint256.replaceAll(':', '').toLowerCase(),
    isOurs,
    isExpired: leaf.validToDate.getTime() <= nowMs,
    issuers: issuers && trust.meet(issuers),
  }
}

/** The way from a certificate up to a root that is trusted; null when there is none. */
function issuersOf(
  { leaf, others, isResumed }: ShownCertificate,
  trust: CertificateTrust,
  nowMs: number,
): X509Certificate[] | null {
  const roots = trust.clientRoots()
  const shown = isResumed ? trust.met() : others.slice(0, mostOthers)
  const anchors = roots.filter((root) => isSignedBy(root, root) && isValid(root, nowMs))
  const between = [...roots, ...shown].filter((one) => one.ca && isValid(one, nowMs))

  const above = (from: X509Certificate, left: readonly X509Certificate[]): X509Certificate[] | null => {
    const anchor = anchors.find((one) => isSignedBy(from, one))
    if (anchor) return [anchor]
    for (const next of left.filter((one) => isSignedBy(from, one))) {
      const way = above(next, left.toSpliced(left.indexOf(next), 1))
      if (way) return [next, ...way]
    }
    return null
  }
  return above(leaf, between)
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}

function isValid({ validFromDate, validToDate }: X509Certificate, nowMs: number): boolean {
  return validFromDate.getTime() <= nowMs && nowMs < validToDate.getTime()
}

const faults: Record<string, CertificateFault> = {
  CERT_NOT_YET_VALID: 'not-yet-valid',
  INVALID_PURPOSE: 'wrong-use',
}
const clientAuthentication = '1.3.6.1.5.5.7.3.2'
const mostOthers = 8
