import { createPrivateKey, createPublicKey, generateKeyPair, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { bitString, der, nothing, objectId, pem, sequence, set, utf8 } from './der.ts'

/** An elliptic curve key is P-256, an RSA key has 2048 bits. */
export type KeyKind = 'ec' | 'rsa'

export type Subject = {
  /** The serial number of the charger. */
  commonName: string
  /** The operator of the charger. */
  organization: string
}

/** A new private key, as PEM. */
export async function newPrivateKey(kind: KeyKind): Promise<string> {
  const { privateKey } =
    kind === 'ec'
      ? await generate('ec', { namedCurve: 'P-256' })
      : await generate('rsa', { modulusLength: 2_048, publicExponent: 65_537 })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** A certificate signing request (PKCS#10) for a private key, signed by it with SHA-256, as PEM. */
export function certificateRequest(privateKeyPem: string, { commonName, organization }: Subject): string {
  const key = createPrivateKey(privateKeyPem)
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' })
  const subject = sequence(
    set(sequence(objectId(organizationName), utf8(organization))),
    set(sequence(objectId(commonNameId), utf8(commonName))),
  )
  const version = der(0x02, Buffer.of(0))
  const content = sequence(version, subject, publicKey, der(0xa0))
  const algorithm =
    key.asymmetricKeyType === 'rsa' ? sequence(objectId(sha256WithRsa), nothing) : sequence(objectId(ecdsaWithSha256))
  return pem('CERTIFICATE REQUEST', sequence(content, algorithm, bitString(sign('sha256', content, key))))
}

const generate = promisify(generateKeyPair)

const commonNameId = '2.5.4.3'
const organizationName = '2.5.4.10'
const ecdsaWithSha256 = '1.2.840.10045.4.3.2'
const sha256WithRsa = '1.2.840.113549.1.1.11'
