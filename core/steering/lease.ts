import type { Row } from '../dispatch/row.ts'
import type { Account, ConfirmedGrant } from './account.ts'
import { unguided } from './cap.ts'
import { type Carried, carriedBy, isAbove, weightOn } from './carried.ts'
import type { RoundInput } from './round.ts'
import type { Standing } from './standing.ts'

/**
 * Until when a grant lasts. When a whole site loses its link at once, nobody is left to make room: then one that was
 * granted less than its fallback rises when its lease ends, and must not do so while another still has more.
 *
 * So grants below the fallback last twice as long, and are renewed early; and one above it ends no later than those on
 * its rows for whose rise there would be no room.
 */
export function leaseEnd(standing: Standing, value: number, site: LeaseSite): number {
  const { atMs, leaseMs } = site.input
  const { account } = standing.place
  if (risesAtEnd(account, value)) return atMs + 2 * leaseMs
  let endMs = atMs + leaseMs
  if (value === unguided(account)) return endMs
  for (const one of standing.coeff) {
    const rises = (site.rises.get(one.row) ?? []).filter(({ key, atMs }) => key !== account.key && atMs < endMs)
    if (rises.length === 0) continue
    const { row } = site.committed.get(one.row)!
    const own = weightOn(row, one) * (value - standing.cap)
    const more = rises.reduce((sum, rise) => sum + rise.more, own)
    if (isAbove(carriedBy(site.committed, row.id) + more, row.limit)) {
      endMs = Math.min(...rises.map(({ atMs }) => atMs))
    }
  }
  return Math.max(endMs, atMs + 1_000)
}

/** Renewed when half of the lease is over, and not all in the same second (7.1); those below the fallback earlier. */
export function isDue(
  account: Account,
  { value, untilMs }: ConfirmedGrant,
  { atMs, leaseMs }: Pick<RoundInput, 'atMs' | 'leaseMs'>,
): boolean {
  const share = risesAtEnd(account, value) ? 1.25 : 0.5
  return untilMs - atMs <= leaseMs * (share + 0.1 * spreadOf(account.key))
}

export type LeaseSite = { input: RoundInput; committed: Carried; rises: Rises }

/** By how much each row would carry more when the leases of those below their fallback end, and when. */
export type Rises = ReadonlyMap<string, readonly { key: string; more: number; atMs: number }[]>

export function risesOf(rows: readonly Row[], standings: readonly Standing[]): Rises {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const rises = new Map<string, { key: string; more: number; atMs: number }[]>()
  for (const { kind, place, coeff, cap } of standings) {
    const { account } = place
    const rise = unguided(account) - cap
    if (kind === 'fixed' || rise <= 0) continue
    const ends = [account.confirmed, ...account.pending].flatMap((one) => (one ? [one.untilMs] : []))
    for (const one of coeff) {
      const row = byId.get(one.row)
      if (!row) continue
      const found = rises.get(row.id) ?? []
      found.push({ key: account.key, more: weightOn(row, one) * rise, atMs: Math.min(...ends) })
      rises.set(row.id, found)
    }
  }
  return rises
}

const risesAtEnd = (account: Account, value: number) => value < unguided(account)

/** Between 0 and 1, always the same for one EVSE. */
function spreadOf(key: string): number {
  let hash = 2_166_136_261
  for (const letter of key) hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619) >>> 0
  return hash / 2 ** 32
}
