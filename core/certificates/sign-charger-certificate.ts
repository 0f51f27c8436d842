import type { CertificatePurpose } from '../commands/requests/security.ts'
import type { ChargerRef, Uses } from '../context.ts'
import type { SignedCertificate, SigningRequest } from './certificate-authority.ts'
import type { ChargerSubject } from './issued-certificate.ts'
import { certifiedName, signingFault } from './signing-policy.ts'

export type SigningOutcome =
  | { outcome: 'signed'; chain: string; serialNumber: string; notAfter: Temporal.Instant }
  | { outcome: 'refused'; reason: string }
  | { outcome: 'unavailable' }

/**
 * Signs a charger's request for a certificate that shows who it is, and keeps it on record: from then on it is let in
 * with it (S-06). Or one that shows vehicles who it is, which lets it in nowhere.
 *
 * A request for a key that has a good certificate already gets that one: chargers repeat themselves (A02.FR.17). What
 * is against the rules is refused; an authority that does not answer is asked again later by the caller.
 */
export async function signChargerCertificate(
  ctx: Used & Uses<'transaction'>,
  charger: Pick<ChargerRef, 'id' | 'identity'>,
  csr: string,
  purpose: CertificatePurpose = 'charger',
): Promise<SigningOutcome> {
  const examined = await examineRequest(ctx, charger, csr, purpose)
  if ('refused' in examined) return { outcome: 'refused', reason: examined.refused }
  const { request, subject } = examined
  const kind = kindOf(purpose)

  const worthwhileAt = ctx.certificates.now().add(worthwhile)
  const known = await ctx.issuedCertificates.findByKey(charger.id, request.keyHash, worthwhileAt)
  if (known?.kind === kind) return signed(known)

  const { writesSubject } = ctx.certificates
  const commonName = certifiedName(request, subject, { kind })
  const organization = writesSubject ? subject.operatorName : (request.organizations[0] ?? subject.operatorName)
  const certificate = await ctx.certificates.sign({ request, kind, subject: { organization, commonName } })
  if (!certificate) return { outcome: 'unavailable' }
  await ctx.transaction(async (tx) => {
    const { keyHash } = request
    await tx.issuedCertificates.add({ ...certificate, chargerId: charger.id, kind, commonName, keyHash })
    const { serialNumber, notAfter } = certificate
    const body = { kind, serialNumber, commonName, notAfter: notAfter.toString() }
    await tx.audit('certificate.issued', charger.identity, body)
  })
  return signed(certificate)
}

/** What the request asks for and who asks, or why nobody will sign it. */
export async function examineRequest(
  ctx: Used,
  charger: Pick<ChargerRef, 'id'>,
  csr: string,
  purpose: CertificatePurpose,
): Promise<{ request: SigningRequest; subject: ChargerSubject } | { refused: string }> {
  const request = await ctx.certificates.read(csr)
  if ('fault' in request) return { refused: request.fault }
  const subject = await ctx.issuedCertificates.subjectOf(charger.id)
  if (!subject) return { refused: 'There is no such charger.' }
  const { checksOrganization } = ctx.settings
  const { writesSubject } = ctx.certificates
  const fault = signingFault(request, subject, { checksOrganization, kind: kindOf(purpose), writesSubject })
  if (fault !== null) return { refused: fault }
  // S7: whoever asks in another charger's name is not merely careless.
  const named = await ctx.chargers.find(request.commonNames[0]!)
  if (named && named.id !== charger.id) return { refused: 'The common name is that of another charger.' }
  return { request, subject }
}

type Used = Uses<'certificates' | 'chargers' | 'issuedCertificates' | 'settings'>

function kindOf(purpose: CertificatePurpose): 'charger' | 'v2g' {
  return purpose === 'charger' ? 'charger' : 'v2g'
}

// A charger that renews with its old key wants more time, not the same certificate again.
const worthwhile = { hours: 24 * 60 }

function signed({ chain, serialNumber, notAfter }: Pick<SignedCertificate, 'chain' | 'serialNumber' | 'notAfter'>) {
  return { outcome: 'signed', chain, serialNumber, notAfter } as const
}
