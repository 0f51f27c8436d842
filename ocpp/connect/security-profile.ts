import { type RevocationQuestion, revocationQuestions } from '#core/certificates/check-revocation.ts'
import { sameName } from '#core/certificates/signing-policy.ts'
import { foldIdentity } from '#core/chargers/charger.ts'
import type { Candidate, CertificateOnRecord } from '../world.ts'
import { type BasicCredentials, readBasicAuth, rightPassword } from './basic-auth.ts'
import {
  type CertificateFault,
  type CertificateTrust,
  type ShownCertificate,
  type VerifiedCertificate,
  verifyCertificate,
} from './client-certificate.ts'
import { type ClientRevocation, revocationFault } from './client-revocation.ts'
import type { RefusalReason } from './refusal.ts'
import type { Remote } from './remote.ts'

/** How a charger has shown who it is. */
export type Entry = {
  profile: number
  /** Which password it came with. */
  password: 'current' | 'pending' | null
  /** What the charger has to say of itself when it boots: the certificate is in the name of this serial number (B01.FR.11). */
  expectedSerial: string | null
  hasExpiredCertificate: boolean
  /** Of its certificate, in hexadecimal. */
  fingerprint: string | null
  /** Its certificate is one of ours that it has not come in with before. */
  isFirstUse: boolean
  /** Its certificate was signed outside; nobody knows whether it was revoked. */
  isUncertain: boolean
  /** What is asked again while it is connected. */
  revocation: readonly RevocationQuestion[]
}

export type EntryRefusal = { refused: RefusalReason; why?: string }

export type Visitor = {
  candidate: Candidate
  /** As it was written in the address: the user name has to be the same (A00.FR.204). */
  identity: string
  remote: Remote
  authorization: string | undefined
  isHexTried: boolean
  now: Temporal.Instant
}

export type EntryRules = {
  trust: CertificateTrust
  revocation: ClientRevocation
  /** By the fingerprint in hexadecimal. */
  findCertificate(fingerprint: string): Promise<CertificateOnRecord[]>
  checksOrganization: boolean
  /** The clock of certificates. */
  certificateNow(): Temporal.Instant
  hashSecret(secret: Buffer): Buffer
}

/**
 * Decides whether a charger may come in the way it came: by the profile that it is set up for and no other (S-01), or
 * by the one it is being moved to while that lasts (S-07). Wrong credentials come before a wrong profile, so that only
 * the charger itself learns which profile it should have.
 */
export async function decideEntry(visitor: Visitor, rules: EntryRules): Promise<Entry | EntryRefusal> {
  const { candidate, remote } = visitor
  const allowed = allowedProfiles(candidate, visitor.now)
  const credentials = readBasicAuth(visitor.authorization)
  const isOpen = allowed.includes(0) && candidate.passwordHash === null
  if (credentials === null && remote.certificate === null) {
    if (isOpen) return { ...byPassword, profile: 0, password: null }
    return {
      refused: remote.isEncrypted && allowed.every((profile) => profile === 3) ? 'no-certificate' : 'no-credentials',
    }
  }

  const password = credentials && passwordOf(credentials, visitor, rules)
  const certificate = allowed.includes(3) && remote.certificate ? await certificateOf(visitor, rules) : null
  const ways = [
    ...(certificate && !('refused' in certificate) ? [certificate] : []),
    ...(password ? passwordProfiles(remote).map((profile) => ({ ...byPassword, profile, password })) : []),
  ]
  const way = ways.find(({ profile }) => allowed.includes(profile))
  if (way) return way
  if (isOpen) return { ...byPassword, profile: 0, password: null }
  if (certificate && 'refused' in certificate && credentials === null) return certificate
  if (credentials !== null && password === null) return { refused: 'wrong-credentials' }
  return { refused: 'wrong-profile' }
}

const byPassword = {
  expectedSerial: null,
  hasExpiredCertificate: false,
  fingerprint: null,
  isFirstUse: false,
  isUncertain: false,
  revocation: [],
}

/** The highest first: whoever may come by two is let in by the better one (S-02). */
export function allowedProfiles({ charger, nextProfile }: Candidate, now: Temporal.Instant): number[] {
  const isMoving =
    nextProfile !== null &&
    nextProfile.profile > charger.securityProfile &&
    Temporal.Instant.compare(now, nextProfile.until) < 0
  return isMoving ? [nextProfile.profile, charger.securityProfile] : [charger.securityProfile]
}

// Of a proxy that ends TLS we know less than of a socket of ours: it serves chargers of both profiles.
function passwordProfiles({ isEncrypted, isProxied }: Remote): number[] {
  if (!isEncrypted) return [1]
  return isProxied ? [2, 1] : [2]
}

function passwordOf(
  credentials: BasicCredentials,
  { candidate, identity, isHexTried }: Visitor,
  { hashSecret }: EntryRules,
) {
  const passwordHashes = [candidate.passwordHash, candidate.pendingPassword?.hash ?? null]
  const right = rightPassword(credentials, { identity, passwordHashes, isHexTried }, hashSecret)
  if (right === null) return null
  return right === 0 ? ('current' as const) : ('pending' as const)
}

/** S-06: a good certificate in the name of this charger, or of its serial number, and of its operator. */
async function certificateOf(visitor: Visitor, rules: EntryRules): Promise<Entry | EntryRefusal> {
  const { candidate, remote } = visitor
  const verified = verifyCertificate(remote.certificate!, rules.trust, rules.certificateNow())
  if (typeof verified === 'string') return badCertificate(verified)
  const records = await rules.findCertificate(verified.fingerprint)
  const fault = nameFault(verified, records, candidate, rules)
  if (fault !== null) return badCertificate(fault)
  // A00.FR.429
  if (verified.isExpired && !candidate.allowsExpiredCertificate) return badCertificate('expired')
  const { revocation, isUncertain, revoked } = await revocationOf(verified, remote.certificate!, rules)
  if (revoked === 'revocation-unknown') return { refused: 'revocation-unknown' }
  if (revoked !== null) return badCertificate(revoked)
  const isNamed = foldIdentity(verified.commonName) === foldIdentity(candidate.charger.identity)
  return {
    profile: 3,
    password: null,
    expectedSerial: isNamed ? null : verified.commonName,
    hasExpiredCertificate: verified.isExpired,
    fingerprint: verified.fingerprint,
    isFirstUse: records.some(({ isUsed }) => !isUsed),
    isUncertain,
    revocation,
  }
}

/** What those outside say who have signed a certificate. Of ours it is on record whether it is revoked. */
async function revocationOf(
  { isOurs, issuers }: VerifiedCertificate,
  { leaf }: ShownCertificate,
  { revocation: { mode, standing } }: EntryRules,
) {
  if (isOurs || mode === 'off') return { revocation: [], isUncertain: false, revoked: null }
  const revocation = issuers === null ? [] : revocationQuestions(leaf, issuers)
  const found = issuers === null ? 'unknown' : await standing(revocation)
  return { revocation, isUncertain: found === 'unknown', revoked: revocationFault(found, mode) }
}

type NameFault = CertificateFault | 'revoked' | 'of-another-charger' | 'wrong-name' | 'wrong-organization'

function nameFault(
  { commonName, organizations, isOurs }: VerifiedCertificate,
  records: readonly CertificateOnRecord[],
  { charger, serial, operatorName }: Candidate,
  { checksOrganization }: EntryRules,
): NameFault | null {
  if (records.some(({ isRevoked }) => isRevoked)) return 'revoked'
  // What is on record was signed for this charger and nobody else, whatever the operator is called by now.
  if (records.length > 0) return records.some(({ chargerId }) => chargerId === charger.id) ? null : 'of-another-charger'
  const isNamed = foldIdentity(commonName) === foldIdentity(charger.identity) || commonName === serial
  if (!isNamed) return 'wrong-name'
  // One of ours that is not on record could be another tenant's: there the organization is never left out.
  const isOfOperator = organizations.some((name) => sameName(name, operatorName))
  return isOfOperator || !(checksOrganization || isOurs) ? null : 'wrong-organization'
}

function badCertificate(why: NameFault): EntryRefusal {
  return { refused: 'wrong-certificate', why }
}
