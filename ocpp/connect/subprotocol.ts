import type { OcppVersion } from '../rpc/version.ts'

/** What was agreed: the version, and the charger's own spelling of it to be echoed; null when it offered none. */
export type Agreement = { version: OcppVersion; spelling: string | null }

/**
 * Picks the highest version that both sides speak; the charger's order of preference does not count (T-03).
 * A charger that is set up for some versions speaks one of those or none.
 */
export function agreeOnVersion(
  header: string | undefined,
  {
    enabled,
    allowed,
    assumed,
  }: { enabled: readonly OcppVersion[]; allowed: readonly OcppVersion[] | null; assumed: OcppVersion | null },
): Agreement | null {
  const common = enabled.filter((version) => allowed === null || allowed.includes(version))
  if (header === undefined || header.trim() === '') {
    return assumed !== null && common.includes(assumed) ? { version: assumed, spelling: null } : null
  }
  const offered = header.split(',').map((name) => name.trim())
  for (const version of newestFirst) {
    if (!common.includes(version)) continue
    const spelling = offered.find((name) => name.toLowerCase() === `ocpp${version}`)
    if (spelling !== undefined) return { version, spelling }
  }
  return null
}

const newestFirst: readonly OcppVersion[] = ['2.1', '2.0.1', '1.6']
