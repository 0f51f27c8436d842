import type { CertificatePurpose } from '#core/commands/requests/security.ts'

/** What a certificate is signed for, in the words of 2.0.1; 2.1 adds one. A missing word is the charger's own (A02.FR.08). */
export const signedTypes = {
  charger: 'ChargingStationCertificate',
  v2g: 'V2GCertificate',
} as const satisfies Partial<Record<CertificatePurpose, string>>

export function purposeOf(type: string | undefined): CertificatePurpose {
  return type === 'V2G20Certificate' ? 'v2g20' : type === 'V2GCertificate' ? 'v2g' : 'charger'
}
