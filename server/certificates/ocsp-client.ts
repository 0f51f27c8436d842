import { X509Certificate } from 'node:crypto'
import { hashKey, plainSerial } from '#core/certificates/certificate-hash.ts'
import type { CertificateAnswer, OcspLookup, StatusAnswer, StatusQuestion } from '#core/certificates/ocsp.ts'
import type { Log } from '#core/context.ts'
import { type AskOutside, NotAskedAgain } from './ask-outside.ts'
import { keptAnswers } from './kept-answers.ts'
import { ocspRequest, type RevocationList, readOcspResponse, readRevocationList } from './ocsp-message.ts'

type World = {
  askOutside: AskOutside
  /** Certificates that may have issued those that are asked for. */
  issuers(): Promise<readonly X509Certificate[]>
  now(): Temporal.Instant
  log: Log
}

/**
 * Asks responders over HTTP (RFC 6960 appendix A), and keeps what they answered for as long as it holds. No answer comes
 * later than four seconds: the charger that asks gives up after five.
 */
export function createOcspClient({ askOutside, issuers, now, log }: World): OcspLookup {
  const answers = keptAnswers<CertificateAnswer>({ now, most: mostAnswers })
  const lists = keptAnswers<RevocationList>({ now, most: mostLists })
  const known = async (carried: readonly string[]) => [
    ...(await issuers()),
    ...carried.map((pem) => new X509Certificate(pem)),
  ]

  async function ask(question: StatusQuestion, carried: readonly string[]): Promise<CertificateAnswer> {
    const bytes = await askOutside(question.url, {
      method: 'POST',
      headers: { 'content-type': 'application/ocsp-request', accept: 'application/ocsp-response' },
      body: ocspRequest(question),
      timeoutMs,
      mostBytes: 64_000,
    })
    return readOcspResponse(bytes, { hash: question, issuers: await known(carried), now: now() })
  }

  async function fetchList(question: StatusQuestion, carried: readonly string[]): Promise<RevocationList> {
    const headers = { accept: 'application/pkix-crl' }
    const bytes = await askOutside(question.url, { method: 'GET', headers, timeoutMs, mostBytes: 8_000_000 })
    return readRevocationList(bytes, { hash: question, issuers: await known(carried), now: now() })
  }

  async function orFailed(question: StatusQuestion, found: Promise<CertificateAnswer>): Promise<StatusAnswer> {
    try {
      return await found
    } catch (error) {
      const failed = error instanceof Error ? error.message : String(error)
      const event = { url: placeOf(question.url), reason: failed }
      if (error instanceof NotAskedAgain) log.debug(event, 'the status of a certificate was not asked for')
      else log.warn(event, 'the status of a certificate was not learned')
      return { failed }
    }
  }

  /** What somebody else has asked for is believed only when it is verified: he may not have known the issuer. */
  async function statusOf(question: StatusQuestion, carried: readonly string[]): Promise<CertificateAnswer> {
    const shared = await answers(`${question.url} ${hashKey(question)}`, async () => {
      const answer = await ask(question, carried)
      return { answer, until: answer.isVerified ? heldUntil(answer, now()) : null }
    })
    return shared.isVerified || carried.length === 0 ? shared : ask(question, carried)
  }

  /** One list is for all certificates of its issuer. */
  async function listedIn(question: StatusQuestion, carried: readonly string[]): Promise<CertificateAnswer> {
    const { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber, url } = question
    const list = await lists(`${url} ${hashAlgorithm} ${issuerNameHash} ${issuerKeyHash}`.toLowerCase(), async () => {
      const answer = await fetchList(question, carried)
      return { answer, until: answer.nextUpdate }
    })
    const status = list.revoked.has(plainSerial(serialNumber)) ? 'revoked' : 'good'
    return { status, nextUpdate: list.nextUpdate, response: null, isVerified: true }
  }

  return {
    status: (question, carried = []) => orFailed(question, statusOf(question, carried)),
    listed: (question, carried = []) => orFailed(question, listedIn(question, carried)),
  }
}

// A responder that does not know a certificate yet may know it soon, whatever it says.
function heldUntil({ status, nextUpdate }: CertificateAnswer, now: Temporal.Instant): Temporal.Instant {
  const soon = now.add({ minutes: 5 })
  return status === 'unknown' && Temporal.Instant.compare(soon, nextUpdate) < 0 ? soon : nextUpdate
}

/** Without a query, which may hold anything. */
function placeOf(text: string): string {
  const url = URL.parse(text)
  return url ? `${url.protocol}//${url.host}${url.pathname}` : ''
}

const timeoutMs = 4_000
const mostAnswers = 50_000
/** They are long. */
const mostLists = 20
