import { createHash, randomBytes, webcrypto, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import type { SignedCertificate } from '#core/certificates/certificate-authority.ts'
import { loadX509 } from './x509.ts'

export type KeyAlgorithm = 'ecdsa' | 'rsa'
/** A certificate with its private key. */
export type OwnCertificate = { certificate: string; key: webcrypto.CryptoKey; notAfter: Temporal.Instant }
export type Validity = { notBefore: Temporal.Instant; notAfter: Temporal.Instant }
type Name = { organization: string; commonName: string }

/** A new root of a certificate authority, with a new key. */
export async function makeRoot(algorithm: KeyAlgorithm, name: Name, validity: Validity): Promise<OwnCertificate> {
  const x509 = await loadX509()
  const keys = await makeKeys(algorithm, algorithm === 'rsa' ? 3072 : 0)
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    ...datesOf(validity),
    serialNumber: newSerialNumber(),
    name: new x509.Name(subjectOf(name)),
    keys,
    signingAlgorithm: signing[algorithm],
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { certificate: made.toString('pem'), key: keys.privateKey, notAfter: validity.notAfter }
}

/** A certificate for a listener that is reached under these names and addresses, signed by the root. */
export async function makeListenerCertificate(
  algorithm: KeyAlgorithm,
  { root, names, validity }: { root: OwnCertificate; names: readonly string[]; validity: Validity },
): Promise<OwnCertificate> {
  const x509 = await loadX509()
  const keys = await makeKeys(algorithm, 2048)
  const { digitalSignature, keyEncipherment } = x509.KeyUsageFlags
  const made = await x509.X509CertificateGenerator.create({
    ...datesOf(validity),
    serialNumber: newSerialNumber(),
    subject: new x509.Name(subjectOf({ organization: 'Voltyard', commonName: names[0]!.slice(0, 64) })),
    issuer: new x509.X509Certificate(root.certificate).subjectName,
    publicKey: keys.publicKey,
    signingKey: root.key,
    signingAlgorithm: signing[algorithm],
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      // Without forward secrecy the client encrypts a key for us.
      new x509.KeyUsagesExtension(algorithm === 'rsa' ? digitalSignature | keyEncipherment : digitalSignature, true),
      new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1']),
      new x509.SubjectAlternativeNameExtension(
        names.map((name) => ({ type: isIP(name) ? 'ip' : 'dns', value: name }) as const),
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(new x509.X509Certificate(root.certificate).publicKey),
    ],
  })
  return { certificate: made.toString('pem'), key: keys.privateKey, notAfter: validity.notAfter }
}

/** A certificate for the key of a signing request. Of the request nothing but the key is taken. */
export async function makeChargerCertificate(
  csr: string,
  {
    root,
    kind,
    subject,
    validity,
  }: { root: OwnCertificate; kind: 'charger' | 'v2g'; subject: Name; validity: Validity },
): Promise<SignedCertificate> {
  const x509 = await loadX509()
  const { publicKey } = new x509.Pkcs10CertificateRequest(csr)
  const { digitalSignature, keyAgreement } = x509.KeyUsageFlags
  const made = await x509.X509CertificateGenerator.create({
    ...datesOf(validity),
    serialNumber: newSerialNumber(),
    subject: new x509.Name(subjectOf(subject)),
    issuer: new x509.X509Certificate(root.certificate).subjectName,
    publicKey,
    signingKey: root.key,
    signingAlgorithm: signing.ecdsa,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(digitalSignature | keyAgreement, true),
      // To us a charger is a client; to a vehicle it is the server, and no more than that.
      new x509.ExtendedKeyUsageExtension([kind === 'charger' ? '1.3.6.1.5.5.7.3.2' : '1.3.6.1.5.5.7.3.1']),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(new x509.X509Certificate(root.certificate).publicKey),
    ],
  })
  return describeCertificate(made.toString('pem'))
}

/** What is kept of a certificate; of a chain, of its first. */
export function describeCertificate(chain: string): SignedCertificate {
  const leaf = new X509Certificate(chain)
  return {
    chain: chain.endsWith('\n') ? chain : `${chain}\n`,
    serialNumber: leaf.serialNumber.toLowerCase(),
    fingerprint: createHash('sha256').update(leaf.raw).digest(),
    notBefore: instantOf(leaf.validFromDate),
    notAfter: instantOf(leaf.validToDate),
  }
}

export function instantOf(date: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime())
}

// As typed values: a text would be parsed, and a name could say more than it should.
function subjectOf({ organization, commonName }: Name) {
  return [{ O: [{ utf8String: organization }] }, { CN: [{ utf8String: commonName }] }]
}

function datesOf({ notBefore, notAfter }: Validity) {
  return { notBefore: new Date(notBefore.epochMilliseconds), notAfter: new Date(notAfter.epochMilliseconds) }
}

// Positive, and never shorter than it looks.
function newSerialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = (bytes[0]! & 0x7f) | 0x40
  return bytes.toString('hex')
}

async function makeKeys(algorithm: KeyAlgorithm, bits: number): Promise<webcrypto.CryptoKeyPair> {
  const about =
    algorithm === 'ecdsa'
      ? signing.ecdsa
      : { ...signing.rsa, modulusLength: bits, publicExponent: new Uint8Array([1, 0, 1]) }
  return webcrypto.subtle.generateKey(about, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>
}

export const signing = {
  ecdsa: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  rsa: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
} as const
