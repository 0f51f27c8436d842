import type { X509Certificate } from 'node:crypto'
import {
  algorithms,
  keysOfRoot,
  missingRoots,
  type RootAlgorithm,
  type RootPair,
} from '#core/certificates/root-rotation.ts'
import type { Database } from '#storage/database.ts'
import { goodCertificates, type RootHolder, rootHolders } from '#storage/root-holders.ts'
import type { Config } from '../config.ts'
import type { RootGeneration } from './own-roots.ts'
import { certificatesIn } from './pem.ts'

/** From which roots chargers are being led to which; null when there has been one generation only. */
export type RootWay = { from: RootGeneration; to: RootGeneration }

export type RootCount = {
  algorithm: RootAlgorithm
  root: X509Certificate
  /** Chargers that have it in them, as far as is known. */
  chargers: number
  /** Chargers that have a good certificate which it has signed. */
  signedFor: number
}

export type RootProgress = {
  generations: (Pick<RootGeneration, 'generation' | 'standing' | 'standingSince'> & { roots: RootCount[] })[]
  /** Chargers that come by TLS. */
  chargers: number
  /** Those among them that would not find their way back once the next generation signs; null when there is none. */
  waiting: number | null
}

/** How far chargers are with the roots of this installation; those of one tenant, or all. */
export async function rootProgress(
  database: Pick<Database, 'asOwner'>,
  generations: readonly RootGeneration[],
  { tenant = null, isNeeded }: { tenant?: number | null; isNeeded: boolean },
): Promise<RootProgress> {
  const holders = await rootHolders(database, tenant)
  const signed = await signers(database, generations, tenant)
  const next = generations.find(({ standing }) => standing === 'next')
  const current = generations.find(({ standing }) => standing === 'current')
  return {
    generations: generations.map(({ generation, standing, standingSince, ...pair }) => ({
      ...{ generation, standing, standingSince },
      roots: algorithms.map((algorithm) => {
        const root = pair[algorithm]
        const keys = keysOfRoot(root)
        const chargers = holders.filter(({ held }) => keys.some((key) => held.has(key))).length
        return { algorithm, root, chargers, signedFor: signed.get(root.fingerprint256)?.size ?? 0 }
      }),
    })),
    chargers: holders.length,
    waiting: next && current ? (isNeeded ? leftBehind(holders, { from: current, to: next }).length : 0) : null,
  }
}

/** The chargers that lack a root which they will need, with which that is. */
export function leftBehind(
  holders: readonly RootHolder[],
  { from, to }: RootWay,
): (RootHolder & { missing: RootAlgorithm[] })[] {
  const way = { from: keysOf(from), to: keysOf(to) }
  return holders
    .map((holder) => ({ ...holder, missing: missingRoots(holder.held, way) }))
    .filter(({ missing }) => missing.length > 0)
}

/** From the current generation to the next; where that has taken over, from the one before it. */
export function rootWay(generations: readonly RootGeneration[]): RootWay | null {
  const current = generations.find(({ standing }) => standing === 'current')
  const next = generations.find(({ standing }) => standing === 'next')
  if (current && next) return { from: current, to: next }
  const former = latestFormer(generations)
  return current && former ? { from: former, to: current } : null
}

export function latestFormer(generations: readonly RootGeneration[]): RootGeneration | undefined {
  return generations
    .filter(({ standing }) => standing === 'former')
    .toSorted((one, other) => Temporal.Instant.compare(other.standingSince, one.standingSince))[0]
}

/** Whether chargers have to trust our roots: not when the listener shows certificates of the operator's, or is a proxy's. */
export function needsOwnRoots({ tls }: Pick<Config, 'tls'>): boolean {
  return tls.port !== null && tls.ecdsaCertificate === null && tls.rsaCertificate === null
}

/** For which chargers each root has signed, by its fingerprint. */
async function signers(
  database: Pick<Database, 'asOwner'>,
  generations: readonly RootGeneration[],
  tenant: number | null,
): Promise<Map<string, Set<number>>> {
  const roots = generations.flatMap((pair) => algorithms.map((algorithm) => pair[algorithm]))
  const signed = new Map<string, Set<number>>(roots.map((root) => [root.fingerprint256, new Set()]))
  const certificates = await goodCertificates(database, tenant)
  for (const [index, { chargerId, chain }] of certificates.entries()) {
    // Other work goes on meanwhile.
    if (index % 200 === 199) await new Promise((resolve) => setImmediate(resolve))
    const [leaf] = certificatesIn(chain)
    const root = leaf && roots.find((one) => leaf.checkIssued(one))
    if (root) signed.get(root.fingerprint256)!.add(chargerId)
  }
  return signed
}

function keysOf(pair: RootGeneration): RootPair<string[]> {
  return { ecdsa: keysOfRoot(pair.ecdsa), rsa: keysOfRoot(pair.rsa) }
}
