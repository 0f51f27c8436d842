import type { CertificateTrust } from '#ocpp/connect/client-certificate.ts'
import type { Trust } from './open-authority.ts'

/** Whose client certificates are believed just now; nobody's until it is said. */
export function createClientTrust(): CertificateTrust & { set(trust: Trust): void } {
  let trust: Trust = { ownRoots: [], clientRoots: [] }
  return {
    set(next) {
      trust = next
    },
    ownRoots: () => trust.ownRoots,
    clientRoots: () => trust.clientRoots,
  }
}
