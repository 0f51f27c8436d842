/**
 * Whoever signs certificates for chargers: ours, or one elsewhere. It signs what it is told to; what may be signed is
 * decided before, see sign-charger-certificate.ts.
 */
export type CertificateAuthority = {
  /** What a PEM of a signing request asks for; a fault when it is none, or was not signed with its own key. */
  read(csr: string): Promise<SigningRequest | { fault: string }>
  /** Null when the authority does not answer or refuses; it has told the log why. */
  sign(order: SigningOrder): Promise<SignedCertificate | null>
  /** The clock that certificates go by: the wall clock, also where simulated time runs faster. */
  now(): Temporal.Instant
  /** Whether the certificate says what the order says, whatever subject the request names. */
  writesSubject: boolean
  /** PEMs that chargers and programs have to trust, the preferred one first. */
  roots(): Promise<string[]>
}

/** What a well-formed signing request (PKCS #10) says. Its signature is that of its key. */
export type SigningRequest = {
  csr: string
  commonNames: string[]
  organizations: string[]
  key: PublicKeyKind
  /** Digest of its own signature, such as SHA-256. */
  digest: string
  /** SHA-256 of its public key: two requests with the same are one order (S-08). */
  keyHash: Buffer
}

export type PublicKeyKind = { type: 'ecdsa'; curve: string } | { type: 'rsa'; bits: number } | { type: 'other' }

export type SigningOrder = {
  request: SigningRequest
  /** Vehicles believe in `v2g`, and nobody takes it for a charger's. */
  kind: 'charger' | 'v2g'
  /** What the certificate says, whatever else the request asks for. */
  subject: { organization: string; commonName: string }
}

export type SignedCertificate = {
  /** PEM, leaf first, without the root. */
  chain: string
  serialNumber: string
  fingerprint: Buffer
  notBefore: Temporal.Instant
  notAfter: Temporal.Instant
}

/** Where nobody signs: the command line without a server, and parts of it in tests. */
export const noCertificateAuthority: CertificateAuthority = {
  writesSubject: true,
  read: async () => ({ fault: 'There is no certificate authority.' }),
  sign: async () => null,
  roots: async () => [],
  now: () => Temporal.Now.instant(),
}
