import type { CertificateAuthority } from '#core/certificates/certificate-authority.ts'
import { makeChargerCertificate } from './make-certificate.ts'
import { backDated, type RootKeeper } from './own-roots.ts'
import { readSigningRequest } from './read-signing-request.ts'

/** The certificate authority of the installation itself. */
export function ownAuthority(
  roots: Pick<RootKeeper, 'current' | 'generations'>,
  { now, days }: { now: () => Temporal.Instant; days: number },
): CertificateAuthority {
  return {
    read: readSigningRequest,
    writesSubject: true,
    now,
    async sign({ request, kind, subject }) {
      const { ecdsa: root } = await roots.current()
      const validity = { notBefore: now().subtract(backDated), notAfter: now().add({ hours: 24 * days }) }
      return makeChargerCertificate(request.csr, { root, kind, subject, validity })
    },
    async roots() {
      await roots.current()
      // A charger that gets its first roots while others are being given the next ones needs both.
      const wanted = (await roots.generations()).filter(({ standing }) => standing !== 'former')
      wanted.sort((one, other) => one.standing.localeCompare(other.standing))
      return wanted.flatMap(({ ecdsa, rsa }) => [ecdsa, rsa]).map((one) => withNewline(String(one)))
    },
  }
}

function withNewline(pem: string): string {
  return pem.endsWith('\n') ? pem : `${pem}\n`
}
