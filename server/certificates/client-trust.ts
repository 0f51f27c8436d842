import type { X509Certificate } from 'node:crypto'
import type { CertificateTrust } from '#ocpp/connect/client-certificate.ts'
import type { Trust } from './open-authority.ts'

/** Whose client certificates are believed just now; nobody's until it is said. */
export function createClientTrust(): CertificateTrust & { set(trust: Trust): void } {
  let trust: Trust = { ownRoots: [], clientRoots: [] }
  const met = new Map<string, X509Certificate>()
  return {
    set(next) {
      trust = next
    },
    ownRoots: () => trust.ownRoots,
    clientRoots: () => trust.clientRoots,
    met: () => [...met.values()],
    meet: (issuers) =>
      issuers.map((one) => {
        const known = met.get(one.fingerprint256)
        if (!known && met.size < mostMet) met.set(one.fingerprint256, one)
        return known ?? one
      }),
  }
}

/** They all lead to a root of the operator's: there are few. */
const mostMet = 500
