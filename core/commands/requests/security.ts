import type { CertificateHash } from '../../certificates/certificate-hash.ts'

/** What is asked of a charger about its certificates, its password, and how it shows who it is. */
export type SecurityRequest =
  /** A certificate that it has asked for: PEM, its own first. `requestId` is the charger's own number (2.1). */
  | { kind: 'deliver-certificate'; chain: string; certificate: CertificatePurpose; requestId: number | null }
  /** Makes it ask for a new certificate. */
  | { kind: 'renew-certificate'; certificate: CertificatePurpose }
  | { kind: 'install-certificate'; use: RootUse; pem: string }
  /** `isConfirmed`: also one that the charger needs to reach us. */
  | { kind: 'delete-certificate'; hash: CertificateHash; isConfirmed: boolean }
  /** Null is all. */
  | { kind: 'list-certificates'; use: InstalledUse | null }
  /** To the password that waits for it, which is never a part of the command. */
  | { kind: 'change-password' }
  /** 1.6 only: 2.x is told where to connect and how, see `set-network-profile`. */
  | { kind: 'set-security-profile'; profile: number }
  /** 2.x: where to connect and how, in a slot that is not used yet. */
  | { kind: 'set-network-profile'; slot: number; url: string; profile: number }

/** What a certificate shows: who the charger is to us, or to vehicles, by ISO 15118-2 or -20. */
export type CertificatePurpose = 'charger' | 'v2g' | 'v2g20'

/** Whom a charger believes because of a root, in the words of 2.x. */
export const rootUses = [
  'CSMSRootCertificate',
  'ManufacturerRootCertificate',
  'V2GRootCertificate',
  'MORootCertificate',
  'OEMRootCertificate',
] as const
export type RootUse = (typeof rootUses)[number]

export const installedUses = [...rootUses, 'V2GCertificateChain'] as const
export type InstalledUse = (typeof installedUses)[number]
