import { constants, createVerify, type KeyObject, X509Certificate } from 'node:crypto'
import type { FirmwareSigning } from '../commands/requests/firmware.ts'

/** What is wrong with a signing certificate or the form of a signature; null when both can be used. */
export function signingFault({ certificate, signature }: FirmwareSigning, now: Temporal.Instant): string | null {
  if (certificate.length > 5_500) return 'The signing certificate is longer than 5500 characters.'
  if (signature.length > 800 || !/^[A-Za-z0-9+/]+={0,2}$/.test(signature)) return 'The signature is no base64 text.'
  try {
    const { publicKey, validTo } = new X509Certificate(certificate)
    if (paddingsOf(publicKey) === null) return 'The signing certificate has neither an RSA nor an ECDSA key.'
    return Date.parse(validTo) < now.epochMilliseconds ? 'The signing certificate is over.' : null
  } catch {
    return 'The signing certificate cannot be read: it must be a PEM.'
  }
}

/** Whether a file was signed with the key of the certificate: SHA-256 with RSA-PSS, older RSA, or ECDSA (L01.FR.04). */
export async function isSignedBy(
  content: () => AsyncIterable<Buffer>,
  { certificate, signature }: FirmwareSigning,
): Promise<boolean> {
  const { publicKey: key } = new X509Certificate(certificate)
  const signed = Buffer.from(signature, 'base64')
  for (const padding of paddingsOf(key) ?? []) {
    const verify = createVerify('sha256')
    for await (const piece of content()) verify.update(piece)
    try {
      if (verify.verify({ key, ...padding }, signed)) return true
    } catch {
      // A signature that is none of this key's kind.
    }
  }
  return false
}

function paddingsOf(key: KeyObject): object[] | null {
  if (key.asymmetricKeyType === 'ec') return [{}]
  if (key.asymmetricKeyType !== 'rsa') return null
  return [{ padding: constants.RSA_PKCS1_PSS_PADDING }, { padding: constants.RSA_PKCS1_PADDING }]
}
