import { X509Certificate } from 'node:crypto'
import { hashKey } from '#core/certificates/certificate-hash.ts'
import type { CertificateAnswer, OcspLookup, StatusAnswer, StatusQuestion } from '#core/certificates/ocsp.ts'
import type { Log } from '#core/context.ts'
import type { AskOutside } from './ask-outside.ts'
import { ocspRequest, readOcspResponse, readRevocationList } from './ocsp-message.ts'

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
  const kept = new Map<string, CertificateAnswer>()

  async function answer(
    key: string,
    question: StatusQuestion,
    find: () => Promise<CertificateAnswer>,
  ): Promise<StatusAnswer> {
    const known = kept.get(key)
    if (known && Temporal.Instant.compare(known.nextUpdate, now()) > 0) return known
    try {
      const found = await find()
      if (kept.size >= mostKept) kept.delete(kept.keys().next().value!)
      if (found.isVerified) kept.set(key, found)
      return found
    } catch (error) {
      const failed = error instanceof Error ? error.message : String(error)
      log.warn({ url: placeOf(question.url), reason: failed }, 'the status of a certificate was not learned')
      return { failed }
    }
  }

  return {
    status: (question, carried = []) =>
      answer(`ocsp ${question.url} ${hashKey(question)}`, question, async () => {
        const bytes = await askOutside(question.url, {
          method: 'POST',
          headers: { 'content-type': 'application/ocsp-request', accept: 'application/ocsp-response' },
          body: ocspRequest(question),
          timeoutMs,
          mostBytes: 64_000,
        })
        const known = [...(await issuers()), ...carried.map((pem) => new X509Certificate(pem))]
        return readOcspResponse(bytes, { hash: question, issuers: known, now: now() })
      }),
    listed: (question) =>
      answer(`crl ${question.url} ${hashKey(question)}`, question, async () => {
        const headers = { accept: 'application/pkix-crl' }
        const bytes = await askOutside(question.url, { method: 'GET', headers, timeoutMs, mostBytes: 8_000_000 })
        return readRevocationList(bytes, { hash: question, issuers: await issuers(), now: now() })
      }),
  }
}

/** Without a query, which may hold anything. */
function placeOf(text: string): string {
  const url = URL.parse(text)
  return url ? `${url.protocol}//${url.host}${url.pathname}` : ''
}

const timeoutMs = 4_000
const mostKept = 10_000
