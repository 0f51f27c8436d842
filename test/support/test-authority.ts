import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'

export type Issued = { certificate: string; key: string }

export type TestAuthority = Awaited<ReturnType<typeof testAuthority>>

type Naming = { commonName: string; organization?: string; hosts?: readonly string[]; isOver?: boolean }

/** A certificate authority for one test; what it makes comes from another library than what reads it. */
export async function testAuthority(commonName = 'Test Root') {
  const keys = await newKeys()
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${commonName}`,
    keys,
    serialNumber: serialNumber(),
    signingAlgorithm,
    ...lifetime(false),
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })

  async function certify(publicKey: x509.PublicKeyType, naming: Naming): Promise<string> {
    const { hosts = [], organization, isOver = false } = naming
    const certificate = await x509.X509CertificateGenerator.create({
      subject: `CN=${naming.commonName}${organization === undefined ? '' : `, O=${organization}`}`,
      issuer: root.subject,
      publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm,
      serialNumber: serialNumber(),
      ...lifetime(isOver),
      extensions: [
        new x509.BasicConstraintsExtension(false),
        ...(hosts.length > 0 ? [new x509.SubjectAlternativeNameExtension(hosts.map(asAlternativeName))] : []),
      ],
    })
    return certificate.toString('pem')
  }

  return {
    certificate: root.toString('pem'),
    /** What names the root without showing it. */
    async hash() {
      const digest = async (bytes: ArrayBuffer) =>
        Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex')
      return {
        hashAlgorithm: 'SHA256',
        issuerNameHash: await digest(root.issuerName.toArrayBuffer()),
        issuerKeyHash: await digest(await webcrypto.subtle.exportKey('raw', keys.publicKey)),
        serialNumber: root.serialNumber.replace(/^0+/, ''),
      }
    },
    /** A key with its certificate. */
    async issue(naming: Naming): Promise<Issued> {
      const own = await newKeys()
      const key = x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', own.privateKey), 'PRIVATE KEY')
      return { key, certificate: await certify(own.publicKey, naming) }
    },
    /** Signs what was asked for, after a look at the signature of the request. */
    async sign(request: string, { isOver = false } = {}): Promise<{ certificate: string; subject: string }> {
      const asked = new x509.Pkcs10CertificateRequest(request)
      if (!(await asked.verify())) throw new Error('the signing request is not signed with its own key')
      const [commonName = ''] = asked.subjectName.getField('CN')
      const [organization = ''] = asked.subjectName.getField('O')
      return {
        certificate: await certify(asked.publicKey, { commonName, organization, isOver }),
        subject: asked.subject,
      }
    },
  }
}

function newKeys() {
  return webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
}

function lifetime(isOver: boolean) {
  const end = Date.now() + (isOver ? -1 : 30) * 86_400_000
  return { notBefore: new Date(end - 60 * 86_400_000), notAfter: new Date(end) }
}

function asAlternativeName(host: string): x509.JsonGeneralName {
  return { type: /^[\d.]+$/.test(host) ? 'ip' : 'dns', value: host }
}

function serialNumber(): string {
  return Buffer.from([1, ...webcrypto.getRandomValues(new Uint8Array(8))]).toString('hex')
}

const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' }
x509.cryptoProvider.set(webcrypto as Crypto)
