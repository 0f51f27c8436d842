import { type Static, Type } from 'typebox'
import { closed, Id, orNull, Time, Words } from './parts.ts'

/** Whom a charger believes because of a root; `V2GCertificateChain` is its own, which it shows to vehicles. */
const rootUses = [
  'CSMSRootCertificate',
  'ManufacturerRootCertificate',
  'V2GRootCertificate',
  'MORootCertificate',
  'OEMRootCertificate',
] as const
export const installedUses = [...rootUses, 'V2GCertificateChain'] as const
const purposes = ['charger', 'v2g', 'v2g20'] as const

/** What names a certificate without showing it; all hexadecimal. */
export const CertificateHash = Type.Object(
  {
    hashAlgorithm: Words(['SHA256', 'SHA384', 'SHA512'] as const),
    issuerNameHash: Type.String({ minLength: 1, maxLength: 128, pattern: '^[0-9A-Fa-f]+$' }),
    issuerKeyHash: Type.String({ minLength: 1, maxLength: 128, pattern: '^[0-9A-Fa-f]+$' }),
    serialNumber: Type.String({ minLength: 1, maxLength: 40, pattern: '^[0-9A-Fa-f]+$' }),
  },
  closed,
)

export const InstalledCertificate = Type.Object({
  use: Type.String(),
  hash: Type.Object(CertificateHash.properties),
  /** Null when the charger has only named it. */
  subject: orNull(Type.String()),
  notAfter: orNull(Type.String()),
  /** `acknowledged`: we put it there; `reported`: the charger told of it. */
  source: Words(['acknowledged', 'reported'] as const),
  at: Time,
})

export const IssuedCertificate = Type.Object({
  id: Id,
  /** `charger` shows us who it is, `v2g` vehicles. */
  kind: Words(['charger', 'contract', 'v2g'] as const),
  serialNumber: Type.String(),
  commonName: Type.String(),
  notBefore: Time,
  notAfter: Time,
  issuedAt: Time,
  revokedAt: orNull(Time),
  revocationReason: orNull(Type.String()),
})

/**
 * GET /chargers/:id/certificates : what it has in it as far as we know, and what was signed for it, newest first. Orders
 * that are under way are its errands of the kind `certificate`, see GET /chargers/:id/errands.
 */
export const ChargerCertificates = Type.Object({
  installed: Type.Array(InstalledCertificate),
  issued: Type.Array(IssuedCertificate),
})
export type ChargerCertificates = Static<typeof ChargerCertificates>

/** POST /chargers/:id/certificates/read : asks the charger which it has; of one use, or of all. */
export const CertificatesToRead = Type.Object({ use: Type.Optional(Words(installedUses)) }, closed)

/** POST /chargers/:id/certificates/renew : makes it ask for a new certificate of its own. */
export const CertificateToRenew = Type.Object({ certificate: Type.Optional(Words(purposes)) }, closed)

export type CertificatePurpose = (typeof purposes)[number]

/** POST /chargers/:id/certificates/install : without a PEM, the root of this server. */
export const RootToInstall = Type.Object(
  { use: Words(rootUses), pem: Type.Optional(Type.String({ minLength: 1, maxLength: 10_000 })) },
  closed,
)

export type RootUse = Static<typeof RootToInstall>['use']

/** POST /chargers/:id/certificates/delete : `insists` also deletes what the charger needs to reach us; asks for the password. */
export const CertificateToDelete = Type.Object(
  { hash: CertificateHash, insists: Type.Optional(Type.Boolean()) },
  closed,
)

/** POST /chargers/:id/security-profile : `url` is needed by chargers of 2.x. Goes on as an errand, `security-profile`. */
export const ProfileToRaise = Type.Object(
  {
    profile: Type.Integer({ minimum: 1, maximum: 3 }),
    url: Type.Optional(Type.String({ minLength: 6, maxLength: 512 })),
  },
  closed,
)
