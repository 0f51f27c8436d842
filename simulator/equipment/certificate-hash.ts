import { createHash, type X509Certificate } from 'node:crypto'
import { readDer } from './der.ts'

export type HashAlgorithm = 'SHA256' | 'SHA384' | 'SHA512'

/** What names a certificate without showing it; all hexadecimal. */
export type CertificateHash = {
  hashAlgorithm: HashAlgorithm
  issuerNameHash: string
  issuerKeyHash: string
  /** Without leading zeros. */
  serialNumber: string
}

/** The name of a certificate that this one has issued; a root has issued itself. RFC 6960 §4.1.1 */
export function certificateHash(
  certificate: X509Certificate,
  issuer: X509Certificate,
  hashAlgorithm: HashAlgorithm = 'SHA256',
): CertificateHash {
  const hash = (bytes: Uint8Array) => createHash(hashAlgorithm).update(bytes).digest('hex')
  return {
    hashAlgorithm,
    issuerNameHash: hash(issuerName(certificate)),
    issuerKeyHash: hash(publicKeyBits(issuer)),
    serialNumber: certificate.serialNumber.replace(/^0+(?=.)/, '').toLowerCase(),
  }
}

/** Hashes are compared without regard to case, serial numbers also to leading zeros. */
export function isSameHash(one: CertificateHash, other: CertificateHash): boolean {
  const text = (hash: CertificateHash) =>
    [hash.hashAlgorithm, hash.issuerNameHash, hash.issuerKeyHash, hash.serialNumber.replace(/^0+(?=.)/, '')]
      .join(' ')
      .toLowerCase()
  return text(one) === text(other)
}

/** The issuer's name as the certificate has it, in DER. */
function issuerName(certificate: X509Certificate): Buffer {
  const fields = toBeSigned(certificate)
  // A version, which only the first version lacks, goes before serial number, algorithm and issuer.
  return fields[fields[0]!.tag === 0xa0 ? 3 : 2]!.whole
}

/** The public key without tag, length and the number of unused bits. */
function publicKeyBits(certificate: X509Certificate): Buffer {
  const [whole] = readDer(certificate.publicKey.export({ type: 'spki', format: 'der' }))
  const [, bits] = readDer(whole!.content)
  return bits!.content.subarray(1)
}

function toBeSigned(certificate: X509Certificate) {
  const [whole] = readDer(certificate.raw)
  const [content] = readDer(whole!.content)
  return readDer(content!.content)
}
