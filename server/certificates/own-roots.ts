import { webcrypto } from 'node:crypto'
import { addRoot, loadRoots, type OwnCertificateRow } from '#storage/certificate-own.ts'
import type { Database } from '#storage/database.ts'
import type { Secrets } from '../secrets.ts'
import { type KeyAlgorithm, makeRoot, type OwnCertificate, signing } from './make-certificate.ts'

export type OwnRoots = Record<KeyAlgorithm, OwnCertificate>

export type RootWorld = { database: Pick<Database, 'asOwner'>; secrets: Secrets; now(): Temporal.Instant }

/**
 * The roots of the installation's own certificate authority, made when they are asked for first; every node uses the
 * same. There are two, because a charger that knows one kind of key cannot check a signature of the other (S-05).
 */
export function openOwnRoots(world: RootWorld): () => Promise<OwnRoots> {
  let opened: Promise<OwnRoots> | null = null
  return () => {
    opened ??= openRoots(world).catch((error) => {
      opened = null
      throw error
    })
    return opened
  }
}

async function openRoots({ database, secrets, now }: RootWorld): Promise<OwnRoots> {
  let rows = await loadRoots(database)
  for (const algorithm of ['ecdsa', 'rsa'] as const) {
    if (rows.some((row) => row.algorithm === algorithm)) continue
    const validity = { notBefore: now().subtract(backDated), notAfter: now().add(rootLasts) }
    const name = { organization: 'Voltyard', commonName: `Voltyard root ${algorithm.toUpperCase()}` }
    await addRoot(database, await sealCertificate(algorithm, await makeRoot(algorithm, name, validity), secrets))
    rows = await loadRoots(database)
  }
  const open = async (algorithm: KeyAlgorithm) =>
    unsealCertificate(rows.find((row) => row.algorithm === algorithm)!, secrets)
  return { ecdsa: await open('ecdsa'), rsa: await open('rsa') }
}

export async function sealCertificate(
  algorithm: KeyAlgorithm,
  { certificate, key, notAfter }: OwnCertificate,
  secrets: Secrets,
): Promise<OwnCertificateRow> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key))
  return { algorithm, certificate, notAfter, sealedKey: secrets.seal(der, purpose) }
}

export async function unsealCertificate(
  { algorithm, certificate, sealedKey, notAfter }: OwnCertificateRow,
  secrets: Secrets,
): Promise<OwnCertificate> {
  const der = new Uint8Array(secrets.unseal(sealedKey, purpose))
  const key = await webcrypto.subtle.importKey('pkcs8', der, signing[algorithm], true, ['sign'])
  return { certificate, key, notAfter }
}

const purpose = 'certificate key'
/** Clocks of chargers may be slow (A02.FR.06). */
export const backDated = { minutes: 10 }
const rootLasts = { hours: 24 * 365 * 20 }
