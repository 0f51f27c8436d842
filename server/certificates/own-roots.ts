import { webcrypto, X509Certificate } from 'node:crypto'
import { algorithms, type RootPair, type RootStanding } from '#core/certificates/root-rotation.ts'
import type { OwnCertificateRow } from '#storage/certificate-own.ts'
import type { Database } from '#storage/database.ts'
import { addRoots, loadRoots, nextGeneration, type RootRow } from '#storage/root-store.ts'
import type { Secrets } from '../secrets.ts'
import { type KeyAlgorithm, makeRoot, type OwnCertificate, signing } from './make-certificate.ts'

/** Those that sign. */
export type OwnRoots = RootPair<OwnCertificate>

export type RootWorld = { database: Pick<Database, 'asOwner'>; secrets: Secrets; now(): Temporal.Instant }

/** The roots of one generation, as anybody may see them. */
export type RootGeneration = RootPair<X509Certificate> & {
  generation: number
  standing: RootStanding
  standingSince: Temporal.Instant
}

export type RootKeeper = {
  /** Made when they are asked for first; every node uses the same. */
  current(): Promise<OwnRoots>
  /** All whose certificates are believed, the newest generation first; none before they are made. */
  generations(): Promise<RootGeneration[]>
  /** Makes the generation that is to come after the current one. */
  makeNext(): Promise<void>
  /** Somebody has changed how they stand: they are read anew. Other nodes notice within seconds. */
  forget(): void
}

/**
 * The roots of the installation's own certificate authority. There are two of each generation, because a charger that
 * knows one kind of key cannot check a signature of the other (S-05).
 */
export function openOwnRoots(world: RootWorld): RootKeeper {
  const unsealed = new Map<string, Promise<OwnCertificate>>()
  let loaded: { rows: Promise<RootRow[]>; atMs: number } | null = null

  const rows = () => {
    if (loaded && performance.now() - loaded.atMs < keptMs) return loaded.rows
    const loading = { rows: loadRoots(world.database), atMs: performance.now() }
    loading.rows.catch(() => {
      if (loaded === loading) loaded = null
    })
    loaded = loading
    return loading.rows
  }
  const open = (row: RootRow) => {
    const opened = unsealed.get(row.certificate) ?? unsealCertificate(row, world.secrets)
    unsealed.set(row.certificate, opened)
    return opened
  }
  const forget = () => {
    loaded = null
  }

  return {
    forget,
    async current() {
      if (!isComplete(await rows())) {
        await addGeneration(world, { generation: 1, standing: 'current' })
        forget()
      }
      const current = (await rows()).filter(({ standing }) => standing === 'current')
      const [ecdsa, rsa] = await Promise.all(algorithms.map((algorithm) => open(rootOf(current, algorithm))))
      return { ecdsa: ecdsa!, rsa: rsa! }
    },
    async generations() {
      const byGeneration = Map.groupBy(await rows(), ({ generation }) => generation)
      return [...byGeneration.values()].map(generationOf).filter((one) => isTrusted(one, world.now()))
    },
    async makeNext() {
      const generation = await nextGeneration(world.database)
      await addGeneration(world, { generation, standing: 'next' })
      forget()
    },
  }
}

function isComplete(rows: readonly RootRow[]): boolean {
  return algorithms.every((algorithm) => rows.some((row) => row.standing === 'current' && row.algorithm === algorithm))
}

async function addGeneration(
  { database, secrets, now }: RootWorld,
  place: { generation: number; standing: RootStanding },
): Promise<void> {
  const validity = { notBefore: now().subtract(backDated), notAfter: now().add(rootLasts) }
  // Generations differ in their names: some chargers look for whoever has signed by the name alone.
  const number = place.generation === 1 ? '' : ` ${place.generation}`
  const made = algorithms.map(async (algorithm) => {
    const name = { organization: 'Voltyard', commonName: `Voltyard root ${algorithm.toUpperCase()}${number}` }
    return sealCertificate(algorithm, await makeRoot(algorithm, name, validity), secrets)
  })
  await addRoots(database, await Promise.all(made), place)
}

function generationOf(rows: readonly RootRow[]): RootGeneration {
  const [{ generation, standing, standingSince }] = rows as [RootRow, ...RootRow[]]
  const certificate = (algorithm: KeyAlgorithm) => new X509Certificate(rootOf(rows, algorithm).certificate)
  return { generation, standing, standingSince, ecdsa: certificate('ecdsa'), rsa: certificate('rsa') }
}

// A former generation goes out of use by its end. One that signs is told of long before, and nothing else.
function isTrusted({ standing, ecdsa }: RootGeneration, now: Temporal.Instant): boolean {
  return standing !== 'former' || ecdsa.validToDate.getTime() > now.epochMilliseconds
}

function rootOf(rows: readonly RootRow[], algorithm: KeyAlgorithm): RootRow {
  const found = rows.find((row) => row.algorithm === algorithm)
  if (!found) throw new Error(`a generation of roots has none for ${algorithm}`)
  return found
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
const keptMs = 5_000
