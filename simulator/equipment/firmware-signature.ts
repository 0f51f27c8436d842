import { constants, createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto'
import { certificatesIn, isValidAt } from './certificates.ts'

/** What comes with signed firmware: the maker's certificate as PEM, and the signature of the file as base64. */
export type Signing = { certificate: string; signature: string }

/** Whether a signing certificate may be used at all: readable, valid now, and of a maker that is known, if any is. */
export function judgeSigning({ certificate }: Signing, known: { makers: readonly string[]; nowMs: number }): boolean {
  const [leaf] = certificatesIn(certificate) ?? []
  if (!leaf || !isValidAt(leaf, known.nowMs)) return false
  const makers = known.makers.map((one) => new X509Certificate(one))
  return makers.length === 0 || makers.some((maker) => leaf.checkIssued(maker) && leaf.verify(maker.publicKey))
}

/** Whether a file was signed with the key of this certificate: SHA-256 with RSA (both paddings) or ECDSA. */
export function isSignedBy(file: Buffer, { certificate, signature }: Signing): boolean {
  const key = createPublicKey(certificate)
  const bytes = Buffer.from(signature, 'base64')
  try {
    return paddingsOf(key).some((padding) => verify('sha256', file, { key, ...padding }, bytes))
  } catch {
    // A key of a kind that signs otherwise.
    return false
  }
}

function paddingsOf(key: KeyObject) {
  if (key.asymmetricKeyType !== 'rsa') return [{}]
  return [{ padding: constants.RSA_PKCS1_PSS_PADDING }, { padding: constants.RSA_PKCS1_PADDING }]
}
