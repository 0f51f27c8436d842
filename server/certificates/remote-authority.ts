import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { request as httpsRequest } from 'node:https'
import type { CertificateAuthority, SignedCertificate } from '#core/certificates/certificate-authority.ts'
import type { Log } from '#core/context.ts'
import { describeCertificate } from './make-certificate.ts'
import { certificatesIn } from './pem.ts'
import { readSigningRequest } from './read-signing-request.ts'

export type RemoteAuthoritySettings = {
  /** https only. */
  url: string
  token: string | null
  /** The root that the address's own certificate leads to, when it is not a well-known one. */
  rootFile: string | null
  timeoutSeconds: number
  /** Where the certificates that it signs lead to; chargers have to trust it. */
  clientRootFiles: readonly string[]
}

/**
 * A certificate authority elsewhere: it gets the request as PEM by POST, and answers with the chain as PEM, leaf first.
 * What it answers is looked at: a certificate for another key or another name is not passed on.
 */
export function remoteAuthority(
  settings: RemoteAuthoritySettings,
  { log, now }: { log: Log; now: () => Temporal.Instant },
): CertificateAuthority {
  return {
    read: readSigningRequest,
    writesSubject: false,
    now,
    async sign({ request, subject }) {
      try {
        const chain = await post(settings, request.csr)
        return checked(chain, { keyHash: request.keyHash, commonName: subject.commonName, now: now() })
      } catch (error) {
        log.error({ err: error, commonName: subject.commonName }, 'the certificate authority did not sign')
        return null
      }
    },
    async roots() {
      return Promise.all(settings.clientRootFiles.map((file) => readFile(file, 'utf8')))
    },
  }
}

function checked(
  pem: string,
  { keyHash, commonName, now }: { keyHash: Buffer; commonName: string; now: Temporal.Instant },
): SignedCertificate {
  const chain = certificatesIn(pem)
  const [leaf] = chain
  if (!leaf) throw new Error('the answer holds no certificate')
  const key = leaf.publicKey.export({ type: 'spki', format: 'der' })
  if (!createHash('sha256').update(key).digest().equals(keyHash)) throw new Error('the certificate is for another key')
  if (leaf.toLegacyObject().subject.CN !== commonName) throw new Error('the certificate is for another name')
  for (const [index, one] of chain.slice(0, -1).entries()) {
    if (!one.checkIssued(chain[index + 1]!)) throw new Error('the chain is not in order, leaf first')
  }
  // Chargers have the root already, and take chains of some length only.
  const sent = chain.filter((one, index) => index === 0 || !one.checkIssued(one))
  const described = describeCertificate(sent.map(String).join(''))
  if (Temporal.Instant.compare(described.notAfter, now) <= 0) throw new Error('the certificate is over already')
  return described
}

async function post({ url, token, rootFile, timeoutSeconds }: RemoteAuthoritySettings, csr: string): Promise<string> {
  const ca = rootFile === null ? undefined : await readFile(rootFile)
  const signal = AbortSignal.timeout(timeoutSeconds * 1_000)
  const headers = {
    'content-type': 'application/pkcs10',
    accept: 'application/pem-certificate-chain, application/x-pem-file',
    'content-length': Buffer.byteLength(csr),
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  }
  return new Promise((resolve, reject) => {
    const asked = httpsRequest(url, { method: 'POST', headers, signal, ...(ca && { ca }) }, (answer) => {
      const chunks: Buffer[] = []
      let size = 0
      answer.on('error', reject)
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > longestAnswer) asked.destroy(new Error('the answer is too long'))
        else chunks.push(chunk)
      })
      answer.on('end', () => {
        const status = answer.statusCode ?? 0
        if (status >= 200 && status < 300) resolve(Buffer.concat(chunks).toString())
        else reject(new Error(`the certificate authority answered ${status}`))
      })
    })
    asked.on('error', reject)
    asked.end(csr)
  })
}

const longestAnswer = 100_000
