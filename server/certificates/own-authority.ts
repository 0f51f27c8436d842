import type { CertificateAuthority } from '#core/certificates/certificate-authority.ts'
import { makeChargerCertificate } from './make-certificate.ts'
import { backDated, type OwnRoots } from './own-roots.ts'
import { readSigningRequest } from './read-signing-request.ts'

/** The certificate authority of the installation itself. */
export function ownAuthority(
  roots: () => Promise<OwnRoots>,
  { now, days }: { now: () => Temporal.Instant; days: number },
): CertificateAuthority {
  return {
    read: readSigningRequest,
    writesSubject: true,
    now,
    async sign({ request, kind, subject }) {
      const { ecdsa: root } = await roots()
      const validity = { notBefore: now().subtract(backDated), notAfter: now().add({ hours: 24 * days }) }
      return makeChargerCertificate(request.csr, { root, kind, subject, validity })
    },
    async roots() {
      const { ecdsa, rsa } = await roots()
      return [ecdsa.certificate, rsa.certificate].map(withNewline)
    },
  }
}

function withNewline(pem: string): string {
  return pem.endsWith('\n') ? pem : `${pem}\n`
}
