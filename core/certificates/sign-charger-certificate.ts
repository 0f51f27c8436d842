import type { ChargerRef, Uses } from '../context.ts'
import type { SignedCertificate } from './certificate-authority.ts'
import { signingFault } from './signing-policy.ts'

export type SigningOutcome =
  | { outcome: 'signed'; chain: string; serialNumber: string; notAfter: Temporal.Instant }
  | { outcome: 'refused'; reason: string }
  | { outcome: 'unavailable' }

/**
 * Signs a charger's request for a certificate that shows who it is, and keeps it on record: from then on it is let in
 * with it (S-06).
 *
 * A request for a key that has a good certificate already gets that one: chargers repeat themselves (A02.FR.17). What
 * is against the rules is refused; an authority that does not answer is asked again later by the caller.
 */
export async function signChargerCertificate(
  ctx: Uses<'certificates' | 'issuedCertificates' | 'settings' | 'transaction'>,
  charger: Pick<ChargerRef, 'id' | 'identity'>,
  csr: string,
): Promise<SigningOutcome> {
  const request = await ctx.certificates.read(csr)
  if ('fault' in request) return { outcome: 'refused', reason: request.fault }
  const subject = await ctx.issuedCertificates.subjectOf(charger.id)
  if (!subject) return { outcome: 'refused', reason: 'There is no such charger.' }
  const fault = signingFault(request, subject, { checksOrganization: ctx.settings.checksOrganization })
  if (fault !== null) return { outcome: 'refused', reason: fault }

  const known = await ctx.issuedCertificates.findByKey(
    charger.id,
    request.keyHash,
    ctx.certificates.now().add(worthwhile),
  )
  if (known) return signed(known)

  const commonName = request.commonNames[0]!
  const organization = request.organizations[0] ?? subject.operatorName
  const certificate = await ctx.certificates.sign({ request, subject: { organization, commonName } })
  if (!certificate) return { outcome: 'unavailable' }
  await ctx.transaction(async (tx) => {
    const { keyHash } = request
    await tx.issuedCertificates.add({ ...certificate, chargerId: charger.id, kind: 'charger', commonName, keyHash })
    const { serialNumber, notAfter } = certificate
    await tx.audit('certificate.issued', charger.identity, { serialNumber, commonName, notAfter: notAfter.toString() })
  })
  return signed(certificate)
}

// A charger that renews with its old key wants more time, not the same certificate again.
const worthwhile = { hours: 24 * 60 }

function signed({ chain, serialNumber, notAfter }: Pick<SignedCertificate, 'chain' | 'serialNumber' | 'notAfter'>) {
  return { outcome: 'signed', chain, serialNumber, notAfter } as const
}
