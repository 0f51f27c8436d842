import type { CertificateHash } from './certificate-hash.ts'

/** One certificate that somebody wants to know of, and where to ask. */
export type StatusQuestion = CertificateHash & { url: string }

export type CertificateAnswer = {
  status: 'good' | 'revoked' | 'unknown'
  /** Until then the answer holds. */
  nextUpdate: Temporal.Instant
  /** DER, as the responder signed it; null of a list. */
  response: Buffer | null
  /** It was signed by whoever has issued the certificate, or on his behalf. What is not may be passed on, never believed. */
  isVerified: boolean
}

export type StatusAnswer = CertificateAnswer | { failed: string }

/** Asks responders whether certificates are still good. Every answer comes within the time that a charger waits. */
export type OcspLookup = {
  /** RFC 6960. `issuers` are PEMs that came with the question; those that are configured are known anyway. */
  status(question: StatusQuestion, issuers?: readonly string[]): Promise<StatusAnswer>
  /** From a list of what was revoked (RFC 5280). */
  listed(question: StatusQuestion, issuers?: readonly string[]): Promise<StatusAnswer>
}

/** What can be found out about certificates that others have signed: contracts of vehicles, and what signs them. */
export type CertificateChecks = OcspLookup & {
  /** Reads a chain, the contract's own certificate first, and follows it to a root that is trusted. */
  chain(pem: string): Promise<ChainFinding>
  /** What counts when no responder can be asked: whether a contract is good all the same (S24). */
  acceptsUnknownStatus: boolean
}

export type ChainFinding = { fault: ChainFault } | { fault: null; commonName: string; questions: StatusQuestion[] }

/** `unreadable`: no certificates; `broken`: a link is missing, or its root is not trusted; `no-roots`: there are none. */
export type ChainFault = 'unreadable' | 'broken' | 'wrong-signature' | 'expired' | 'no-roots'

/** Where nobody can be asked. */
export const noCertificateChecks: CertificateChecks = {
  status: async () => ({ failed: 'Nobody can be asked.' }),
  listed: async () => ({ failed: 'Nobody can be asked.' }),
  chain: async () => ({ fault: 'no-roots' }),
  acceptsUnknownStatus: false,
}
