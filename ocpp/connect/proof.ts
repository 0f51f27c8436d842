import type { Candidate, CredentialsProof } from '../world.ts'
import type { Entry } from './security-profile.ts'

/**
 * What a charger has proved by coming in, when that changes anything: a higher security profile is kept and the lower
 * one is over (S-02, S-07), of two passwords the one that it does not use is dropped (S-04), and a new
 * certificate takes the place of those before it.
 *
 * A charger that comes with its old password proves nothing while the new one may still be on its way to it.
 */
export function proofOf(candidate: Candidate, entry: Entry, now: Temporal.Instant): CredentialsProof | null {
  const { charger, pendingPassword } = candidate
  const proof: CredentialsProof = {}
  if (entry.profile > charger.securityProfile) proof.profile = entry.profile
  if (entry.isFirstUse && entry.fingerprint !== null) proof.certificate = entry.fingerprint
  if (pendingPassword && entry.password !== null) {
    const { hash: pendingHash, since, isUncertain } = pendingPassword
    const isOverdue = Temporal.Instant.compare(since.add(longestOnItsWay), now) < 0
    if (entry.password === 'pending' || isUncertain || isOverdue) {
      proof.password = { kept: entry.password, pendingHash }
    }
  }
  return Object.keys(proof).length === 0 ? null : proof
}

/** The charger as it is once that is kept. */
export function afterProof(candidate: Candidate, { profile, password }: CredentialsProof): Candidate {
  const charger = profile === undefined ? candidate.charger : { ...candidate.charger, securityProfile: profile }
  const moved = { ...candidate, charger, ...(profile === undefined ? {} : { nextProfile: null }) }
  if (!password) return moved
  const passwordHash = password.kept === 'pending' ? password.pendingHash : candidate.passwordHash
  return { ...moved, passwordHash, pendingPassword: null }
}

/** No command lives longer. */
const longestOnItsWay = { hours: 24 }
