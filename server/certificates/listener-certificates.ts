import { webcrypto, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { addListenerCertificate, loadListenerCertificates } from '#storage/certificate-own.ts'
import type { Config } from '../config.ts'
import { type KeyAlgorithm, makeListenerCertificate, type OwnCertificate } from './make-certificate.ts'
import { backDated, type OwnRoots, type RootWorld, sealCertificate, unsealCertificate } from './own-roots.ts'

/** What a TLS listener shows: certificates and keys as PEM, those of one place belong together. */
export type ListenerCertificates = { cert: string[]; key: string[] }

/**
 * An ECDSA and an RSA certificate side by side (S-05): those of the operator's files, or self-made ones, which are kept
 * in the database and made anew long before they end.
 */
export async function listenerCertificates(
  tls: Config['tls'],
  world: RootWorld & { roots(): Promise<OwnRoots> },
): Promise<ListenerCertificates> {
  const files = [
    [tls.ecdsaCertificate, tls.ecdsaKey],
    [tls.rsaCertificate, tls.rsaKey],
  ].filter((pair): pair is [string, string] => pair[0] !== null && pair[1] !== null)
  if (files.length > 0) {
    const read = await Promise.all(files.flat().map((file) => readFile(file, 'utf8')))
    return { cert: read.filter((_, at) => at % 2 === 0), key: read.filter((_, at) => at % 2 === 1) }
  }
  const names = tls.names.length > 0 ? tls.names : [hostname(), 'localhost', '127.0.0.1', '::1']
  const made = [await selfMade('ecdsa', names, world), await selfMade('rsa', names, world)]
  return { cert: made.map(({ certificate }) => certificate), key: await Promise.all(made.map(({ key }) => pemOf(key))) }
}

async function selfMade(
  algorithm: KeyAlgorithm,
  names: readonly string[],
  { database, secrets, now, roots }: RootWorld & { roots(): Promise<OwnRoots> },
): Promise<OwnCertificate> {
  const known = (await loadListenerCertificates(database, names.join(' '))).find((row) => row.algorithm === algorithm)
  const { [algorithm]: root } = await roots()
  const isFresh = known && Temporal.Instant.compare(known.notAfter, now().add(renewedBefore)) > 0
  if (isFresh && isSignedBy(known, root)) return unsealCertificate(known, secrets)

  const validity = { notBefore: now().subtract(backDated), notAfter: now().add(lasts) }
  const made = await makeListenerCertificate(algorithm, { root, names, validity })
  await addListenerCertificate(database, names.join(' '), await sealCertificate(algorithm, made, secrets))
  return made
}

// Once another root signs, what the former one signed is not shown any more.
function isSignedBy(one: { certificate: string }, root: OwnCertificate): boolean {
  const issuer = new X509Certificate(root.certificate)
  const certificate = new X509Certificate(one.certificate)
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const base64 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64')
  return `-----BEGIN PRIVATE KEY-----\n${base64.match(/.{1,64}/g)!.join('\n')}\n-----END PRIVATE KEY-----\n`
}

// No longer than what some clients take, and renewed before the first alarm.
const lasts = { hours: 24 * 397 }
const renewedBefore = { hours: 24 * 90 }
