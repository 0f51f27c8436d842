import { createHash } from 'node:crypto'
import type { PublicKeyKind, SigningRequest } from '#core/certificates/certificate-authority.ts'
import { loadX509 } from './x509.ts'

/** Reads the PEM of a signing request. It has to be one request, signed with the key that it is for. */
export async function readSigningRequest(csr: string): Promise<SigningRequest | { fault: string }> {
  if (csr.length > longestRequest || !onePem.test(csr)) return notOne
  const { Pkcs10CertificateRequest } = await loadX509()
  try {
    const request = new Pkcs10CertificateRequest(csr)
    const { publicKey, subjectName, signatureAlgorithm } = request
    const { hash, name } = signatureAlgorithm as { hash?: { name: string }; name: string }
    if (!(await request.verify())) return { fault: 'The signature of the signing request is not that of its key.' }
    return {
      csr,
      commonNames: subjectName.getField('CN'),
      organizations: subjectName.getField('O'),
      key: kindOf(publicKey.algorithm),
      digest: hash?.name ?? name,
      keyHash: createHash('sha256').update(new Uint8Array(publicKey.rawData)).digest(),
    }
  } catch {
    // Whatever a charger sends is no fault of ours; the library has no error of its own for it.
    return notOne
  }
}

function kindOf(algorithm: object): PublicKeyKind {
  const { name, namedCurve, modulusLength } = algorithm as Record<string, unknown>
  if (name === 'ECDSA' && typeof namedCurve === 'string') return { type: 'ecdsa', curve: namedCurve }
  if (String(name).startsWith('RSA') && typeof modulusLength === 'number') return { type: 'rsa', bits: modulusLength }
  return { type: 'other' }
}

const notOne = { fault: 'This is not the PEM of one certificate signing request (PKCS #10).' }
const onePem =
  /^\s*-----BEGIN (NEW )?CERTIFICATE REQUEST-----[A-Za-z0-9+/=\s]+-----END (NEW )?CERTIFICATE REQUEST-----\s*$/
/** OCPP 2.x allows 5500 characters. */
const longestRequest = 12_000
