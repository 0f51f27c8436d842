import type { CertificatePurpose } from '../commands/requests/security.ts'
import type { ChargerRef } from '../context.ts'

/** A certificate that a charger has asked for and that it has not got yet. It lasts as long as its errand. */
export type CertificateOrder = {
  errandId: number
  purpose: CertificatePurpose
  csr: string
  /** SHA-256 of the public key: the same key is the same order (S-08). */
  keyHash: Buffer
  /** The charger's own number (2.1). */
  requestId: number | null
  /** How it was asked for and is delivered: by OCPP's own messages, or as 1.6 speaks of Plug & Charge. */
  way: 'message' | 'data-transfer'
  /** Once it is signed: PEM, leaf first. */
  chain: string | null
  /** By which it was sent last. */
  commandId: number | null
}

export type NewCertificateOrder = Omit<CertificateOrder, 'chain' | 'commandId'>

export type CertificateOrderWriter = {
  add(charger: ChargerRef, order: NewCertificateOrder): Promise<void>
  /** The open one for this key. Locked until the end of the transaction. */
  findOpen(charger: ChargerRef, purpose: CertificatePurpose, keyHash: Buffer): Promise<CertificateOrder | null>
  /** Those that are open, newest first. Locked until the end of the transaction. */
  open(charger: ChargerRef): Promise<CertificateOrder[]>
  /** Null when it has ended, or is signed already. */
  toSign(errandId: number): Promise<CertificateOrder | null>
  /** How many orders the charger has begun since then. */
  countSince(charger: ChargerRef, since: Temporal.Instant): Promise<number>
  /** Whether the charger was made to ask for a new certificate within these seconds. */
  isRenewalAsked(charger: ChargerRef, withinSeconds: number): Promise<boolean>
  /** The charger asked again: its newest number counts. */
  renumber(errandId: number, requestId: number | null): Promise<void>
  signed(errandId: number, chain: string): Promise<void>
  sent(errandId: number, commandId: number): Promise<void>
  /** The authority did not answer: not tried again before this. */
  postpone(errandId: number, seconds: number): Promise<void>
}
