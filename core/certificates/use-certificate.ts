import type { Transaction } from '../context.ts'

/**
 * A charger has come in with this certificate for the first time: those that it had before are superseded, and nobody is
 * let in with them any more.
 */
export async function useCertificate(
  tx: Pick<Transaction, 'issuedCertificates' | 'audit'>,
  charger: { id: number; identity: string },
  fingerprint: string,
): Promise<void> {
  const superseded = await tx.issuedCertificates.used(charger.id, Buffer.from(fingerprint, 'hex'))
  if (superseded.length === 0) return
  await tx.audit('certificate.superseded', charger.identity, { serialNumbers: superseded })
}
