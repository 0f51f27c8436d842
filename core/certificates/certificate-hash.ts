import { createHash, type X509Certificate } from 'node:crypto'
import { oneOf, partsOf } from './der.ts'

export type HashAlgorithm = 'SHA256' | 'SHA384' | 'SHA512'

/** What names a certificate without showing it; all hexadecimal (RFC 6960 §4.1.1). */
export type CertificateHash = {
  hashAlgorithm: HashAlgorithm
  issuerNameHash: string
  issuerKeyHash: string
  serialNumber: string
}

/** The name of a certificate that this one has issued; a root has issued itself. */
export function certificateHash(
  certificate: X509Certificate,
  issuer: X509Certificate,
  hashAlgorithm: HashAlgorithm = 'SHA256',
): CertificateHash {
  const { name } = issuerOf(certificate)
  return { hashAlgorithm, ...issuerHashes(name, issuer, hashAlgorithm), serialNumber: serialOf(certificate) }
}

/** Whether this is the certificate of whoever has issued the one that is named. */
export function isIssuer(issuer: X509Certificate, named: CertificateHash): boolean {
  const { issuerNameHash, issuerKeyHash } = issuerHashes(issuerOf(issuer).subject, issuer, named.hashAlgorithm)
  return issuerNameHash === named.issuerNameHash.toLowerCase() && issuerKeyHash === named.issuerKeyHash.toLowerCase()
}

/** One text for one certificate, however it is spelled: case and leading zeros mean nothing. */
export function hashKey({ hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }: CertificateHash): string {
  return [hashAlgorithm, issuerNameHash, issuerKeyHash, plainSerial(serialNumber)].join('/').toLowerCase()
}

export function plainSerial(serialNumber: string): string {
  return serialNumber.replace(/^0+(?=.)/, '').toLowerCase()
}

export function serialOf(certificate: X509Certificate): string {
  return plainSerial(certificate.serialNumber)
}

/** The public key without tag, length and the number of unused bits. */
export function publicKeyBits(certificate: X509Certificate): Buffer {
  const [, bits] = partsOf(oneOf(certificate.publicKey.export({ type: 'spki', format: 'der' })))
  return bits!.content.subarray(1)
}

/** The DER of the names of a certificate's issuer and of itself. */
export function issuerOf(certificate: X509Certificate): { name: Buffer; subject: Buffer } {
  const [content] = partsOf(oneOf(certificate.raw))
  const fields = partsOf(content)
  // A version, which only the first version lacks, stands before serial number, algorithm, issuer, validity, subject.
  const first = fields[0]!.tag === 0xa0 ? 1 : 0
  return { name: fields[first + 2]!.whole, subject: fields[first + 4]!.whole }
}

function issuerHashes(name: Buffer, issuer: X509Certificate, algorithm: HashAlgorithm) {
  const hash = (bytes: Uint8Array) => createHash(algorithm).update(bytes).digest('hex')
  return { issuerNameHash: hash(name), issuerKeyHash: hash(publicKeyBits(issuer)) }
}
