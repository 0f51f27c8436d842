import type { CertificatePurpose } from '#core/commands/requests/security.ts'

/** What a certificate is signed for, in the words of 2.1. */
export const signedTypes = {
  charger: 'ChargingStationCertificate',
  v2g: 'V2GCertificate',
  v2g20: 'V2G20Certificate',
} as const satisfies Record<CertificatePurpose, string>
