import type { X509Certificate } from 'node:crypto'
import { certificateHash, hashKey } from './certificate-hash.ts'

/**
 * How a root of ours stands: `next` is being given to chargers, `current` signs, `former` signed before and is trusted
 * until it ends.
 */
export type RootStanding = 'next' | 'current' | 'former'

export type RootAlgorithm = 'ecdsa' | 'rsa'

/** The two roots of one generation. */
export type RootPair<T> = Record<RootAlgorithm, T>

/** What a root may be called among the things that are in a charger: each charger has a hash of its own liking. */
export function keysOfRoot(root: X509Certificate): string[] {
  return (['SHA256', 'SHA384', 'SHA512'] as const).map(
    (algorithm) => `CSMSRootCertificate/${hashKey(certificateHash(root, root, algorithm))}`,
  )
}

/**
 * Which of the new roots a charger has to get before the old ones may go: one for each old one that it has. Of a charger
 * that nothing is known of it is not known either which kind of key it understands: it gets both.
 */
export function missingRoots(
  held: ReadonlySet<string>,
  { from, to }: { from: RootPair<readonly string[]>; to: RootPair<readonly string[]> },
): RootAlgorithm[] {
  const has = (keys: readonly string[]) => keys.some((key) => held.has(key))
  const known = algorithms.filter((algorithm) => has(from[algorithm]))
  return (known.length > 0 ? known : algorithms).filter((algorithm) => !has(to[algorithm]))
}

export const algorithms = ['ecdsa', 'rsa'] as const
