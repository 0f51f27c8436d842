import { verify, X509Certificate } from 'node:crypto'
import { type CertificateHash, type HashAlgorithm, hashKey, isIssuer } from '#core/certificates/certificate-hash.ts'
import { type Der, der, hexOf, integer, oid, oneOf, partsOf, readDer, timeOf } from '#core/certificates/der.ts'
import type { CertificateAnswer } from '#core/certificates/ocsp.ts'

/** The request for one certificate, as RFC 6960 writes it. */
export function ocspRequest({ hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }: CertificateHash): Buffer {
  const algorithm = der(sequence, oid(hashOids[hashAlgorithm]), der(0x05))
  const bytes = (hex: string) => der(0x04, Buffer.from(hex, 'hex'))
  const id = der(sequence, algorithm, bytes(issuerNameHash), bytes(issuerKeyHash), integer(serialNumber))
  return der(sequence, der(sequence, der(sequence, der(sequence, id))))
}

type Known = { hash: CertificateHash; issuers: readonly X509Certificate[]; now: Temporal.Instant }

/**
 * Reads what a responder answered about one certificate. Throws when it is no answer to the question, when its time is
 * over, or when its signature is wrong.
 */
export function readOcspResponse(bytes: Buffer, { hash, issuers, now }: Known): CertificateAnswer {
  const [status, body] = partsOf(oneOf(bytes))
  if (status?.tag !== 0x0a || status.content[0] !== 0) throw new Error(`the responder refused: ${status?.content[0]}`)
  const [type, basic] = partsOf(partsOf(body, 0xa0)[0])
  if (!type?.whole.equals(oid('1.3.6.1.5.5.7.48.1.1'))) throw new Error('not a basic response')
  const [told, algorithm, signature, carried] = partsOf(oneOf(basic!.content))
  const certificates = carried ? partsOf(partsOf(carried, 0xa0)[0]).map(({ whole }) => new X509Certificate(whole)) : []

  const single = singleOf(told!, hash)
  const [, state, thisUpdate, ...rest] = partsOf(single)
  const next = rest.find(({ tag }) => tag === 0xa0)
  const from = timeOf(thisUpdate!)
  // Without an end it holds for now only.
  const nextUpdate = next ? timeOf(oneOf(next.content)) : now.add({ minutes: 5 })
  if (Temporal.Instant.compare(from.subtract(skew), now) > 0) throw new Error('the response is not valid yet')
  if (Temporal.Instant.compare(nextUpdate.add(skew), now) < 0) throw new Error('the response is over')

  const isVerified = isSigned(
    { told: told!, algorithm: algorithm!, signature: signature! },
    { certificates, issuers, hash, now },
  )
  return { status: statusOf(state!), nextUpdate, response: bytes, isVerified }
}

/** The serial numbers of what an issuer has revoked, in hexadecimal without leading zeros. */
export type RevocationList = { revoked: ReadonlySet<string>; nextUpdate: Temporal.Instant }

/** Reads a list of revoked certificates (RFC 5280). Throws when it is not one of the issuer of what is asked for. */
export function readRevocationList(bytes: Buffer, { hash, issuers, now }: Known): RevocationList {
  const [told, algorithm, signature] = partsOf(oneOf(bytes))
  const fields = partsOf(told)
  if (fields[0]?.tag === 0x02) fields.shift()
  const [, , thisUpdate, ...rest] = fields
  const nextUpdate =
    rest[0] && (rest[0].tag === 0x17 || rest[0].tag === 0x18) ? timeOf(rest.shift()!) : now.add({ minutes: 5 })
  if (Temporal.Instant.compare(timeOf(thisUpdate!).subtract(skew), now) > 0)
    throw new Error('the list is not valid yet')
  if (Temporal.Instant.compare(nextUpdate.add(skew), now) < 0) throw new Error('the list is over')
  const issuer = issuers.find((one) => isIssuer(one, hash))
  if (!issuer || !isSignature(issuer, { told: told!, algorithm: algorithm!, signature: signature! })) {
    throw new Error('the list was not signed by the issuer of the certificate, or nobody knows him')
  }
  const entries = rest[0]?.tag === sequence ? partsOf(rest[0]) : []
  return { revoked: new Set(entries.map((entry) => hexOf(partsOf(entry)[0]!.content))), nextUpdate }
}

type Signed = { told: Der; algorithm: Der; signature: Der }
type Responders = {
  certificates: readonly X509Certificate[]
  issuers: readonly X509Certificate[]
  hash: CertificateHash
  now: Temporal.Instant
}

/**
 * RFC 6960 §4.2.2.2: by the issuer himself, or by somebody whose certificate he has signed for this. False when it is
 * not known who the issuer is; a signature that is wrong is an error.
 */
function isSigned(signed: Signed, { certificates, issuers, hash, now }: Responders): boolean {
  const issuer = [...certificates, ...issuers].find((one) => isIssuer(one, hash))
  if (issuer && isSignature(issuer, signed)) return true
  const delegate = certificates.find((one) => isSignature(one, signed))
  if (!delegate) {
    if (issuer) throw new Error('the signature of the response is wrong')
    return false
  }
  if (!issuer) return false
  const uses = (delegate.keyUsage as string[] | undefined) ?? []
  const isValid =
    delegate.validFromDate.getTime() <= now.epochMilliseconds && now.epochMilliseconds < delegate.validToDate.getTime()
  const isDelegated = delegate.checkIssued(issuer) && delegate.verify(issuer.publicKey) && uses.includes(ocspSigning)
  if (!isDelegated || !isValid) throw new Error('whoever signed the response was not allowed to')
  return true
}

function isSignature(certificate: X509Certificate, { told, algorithm, signature }: Signed): boolean {
  const [name] = partsOf(algorithm)
  const digest = Object.entries(signatureOids).find(([text]) => name!.whole.equals(oid(text)))?.[1]
  if (digest === undefined) throw new Error('the response is signed in a way that is not known')
  return verify(digest, told.whole, certificate.publicKey, signature.content.subarray(1))
}

/** RFC 6960: what is told of the certificate that was asked for. */
function singleOf(told: Der, hash: CertificateHash): Der {
  const fields = partsOf(told)
  const list = fields.find(({ tag }, index) => tag === sequence && index > 0)
  const single = partsOf(list).find((one) => {
    const [algorithm, name, key, serial] = partsOf(partsOf(one)[0])
    const found = readDer(algorithm!.content)[0]!
    const hashAlgorithm = (Object.keys(hashOids) as HashAlgorithm[]).find((known) =>
      found.whole.equals(oid(hashOids[known])),
    )
    const hex = (value: Der | undefined) => value!.content.toString('hex')
    const named = { issuerNameHash: hex(name), issuerKeyHash: hex(key), serialNumber: hexOf(serial!.content) }
    return hashAlgorithm !== undefined && hashKey({ hashAlgorithm, ...named }) === hashKey(hash)
  })
  if (!single) throw new Error('the response is about another certificate')
  return single
}

function statusOf({ tag }: Der): CertificateAnswer['status'] {
  return tag === 0x80 ? 'good' : tag === 0xa1 ? 'revoked' : 'unknown'
}

const sequence = 0x30
const ocspSigning = '1.3.6.1.5.5.7.3.9'
/** Clocks of responders differ from ours. */
const skew = { minutes: 5 }

const hashOids: Record<HashAlgorithm, string> = {
  SHA256: '2.16.840.1.101.3.4.2.1',
  SHA384: '2.16.840.1.101.3.4.2.2',
  SHA512: '2.16.840.1.101.3.4.2.3',
}

const signatureOids: Record<string, string> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
}
