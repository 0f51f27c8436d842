import type { SignedCertificate } from './certificate-authority.ts'

/** A certificate that was signed for a charger. */
export type IssuedCertificate = {
  id: number
  charger: { id: number; identity: string }
  kind: CertificateKind
  serialNumber: string
  commonName: string
  chain: string
  notBefore: Temporal.Instant
  notAfter: Temporal.Instant
  issuedAt: Temporal.Instant
  revokedAt: Temporal.Instant | null
  revocationReason: string | null
}

/** `charger` shows who a charger is; the others are for what it says to vehicles. */
export type CertificateKind = 'charger' | 'contract' | 'v2g'

/** What a charger may be called in a certificate. */
export type ChargerSubject = { identity: string; serial: string | null; operatorName: string }

export type IssuedCertificateStore = {
  /** Newest first; of one charger, or of all. */
  list(chargerId: number | null): Promise<IssuedCertificate[]>
  /** By its number in hexadecimal, whatever its case. */
  find(serialNumber: string): Promise<IssuedCertificate | null>
  /** The newest for this public key that is neither revoked nor expired. */
  findByKey(chargerId: number, keyHash: Buffer, at: Temporal.Instant): Promise<IssuedCertificate | null>
  /** Null when there is no such charger. */
  subjectOf(chargerId: number): Promise<ChargerSubject | null>
}

export type NewIssuedCertificate = SignedCertificate & {
  chargerId: number
  kind: CertificateKind
  commonName: string
  keyHash: Buffer
}

export type IssuedCertificateWriter = {
  add(certificate: NewIssuedCertificate): Promise<void>
  /**
   * The charger has come in with it: those before it are revoked, and their serial numbers given. None
   * when it was used already.
   */
  used(chargerId: number, fingerprint: Buffer): Promise<string[]>
  /** False when there is none of this number, or it was revoked before. */
  revoke(id: number, reason: string): Promise<boolean>
}
