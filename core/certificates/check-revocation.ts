import type { X509Certificate } from 'node:crypto'
import { type CertificateHash, certificateHash } from './certificate-hash.ts'
import type { OcspLookup, StatusAnswer } from './ocsp.ts'
import { responderOf, revocationListOf } from './revocation-places.ts'

/** One certificate that its issuer may have taken back, and where he says so. */
export type RevocationQuestion = {
  hash: CertificateHash
  issuer: X509Certificate
  responder: string | null
  list: string | null
}

/**
 * What is known of a charger's certificate and those that signed it. `unknown`: nobody answered, or not for this one;
 * `unnamed`: a certificate does not say who could be asked.
 */
export type RevocationStanding = 'good' | 'revoked' | 'unknown' | 'unnamed'

/** What there is to ask of a certificate and of each that signed the one before it, the root last; of that, nothing. */
export function revocationQuestions(
  certificate: X509Certificate,
  issuers: readonly X509Certificate[],
): RevocationQuestion[] {
  return issuers.map((issuer, index) => {
    const one = index === 0 ? certificate : issuers[index - 1]!
    return {
      hash: certificateHash(one, issuer),
      issuer,
      responder: responderOf(one),
      list: revocationListOf(one),
    }
  })
}

/** Asks for all of them; one that is revoked spoils them all. The responder is asked first, the list if he says nothing. */
export async function checkRevocation(
  lookup: OcspLookup,
  questions: readonly RevocationQuestion[],
): Promise<RevocationStanding> {
  const standings = await Promise.all(questions.map((question) => ask(lookup, question)))
  return worstFirst.find((standing) => standings.includes(standing)) ?? 'good'
}

async function ask(
  lookup: OcspLookup,
  { hash, issuer, responder, list }: RevocationQuestion,
): Promise<RevocationStanding> {
  const carried = [String(issuer)]
  const told = responder === null ? null : standingOf(await lookup.status({ ...hash, url: responder }, carried))
  if (told === 'good' || told === 'revoked') return told
  if (list === null) return told ?? 'unnamed'
  return standingOf(await lookup.listed({ ...hash, url: list }, carried))
}

function standingOf(answer: StatusAnswer): RevocationStanding {
  return 'failed' in answer || !answer.isVerified ? 'unknown' : answer.status
}

const worstFirst = ['revoked', 'unknown', 'unnamed'] as const
