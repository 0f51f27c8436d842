import type { LimitSource } from '../circuits/limit.ts'
import { limitAt } from '../circuits/limit-at.ts'
import type { Site } from '../circuits/site.ts'
import type { Row } from '../dispatch/row.ts'
import type { Account } from './account.ts'
import { capOf } from './cap.ts'
import { carriedBy, carry, isAbove, nothingCarried } from './carried.ts'
import type { SiteView } from './site-view.ts'

/**
 * Whether the limit of a circuit is kept. `reducing`: its chargers may still be following more, because not all have
 * confirmed less. `not-live`: nobody enforces it. `unknown`: nothing is known of the site's engine yet.
 */
export type CircuitState = 'ok' | 'reducing' | 'not-live' | 'unknown'

type Given = {
  site: Pick<Site, 'isLive'>
  circuitId: number
  /** Those of the site now: the engine's last round need not have seen them. */
  sources: readonly LimitSource[]
  at: Temporal.Instant
  view: SiteView | null
}

/** By what chargers have confirmed: a charger that has said yes to less counts with that at once. */
export function circuitState({ site, circuitId, sources, at, view }: Given): CircuitState {
  if (!site.isLive) return 'not-live'
  const input = view?.lastRound?.input
  if (!view || !input) return 'unknown'
  const accounts = new Map(view.places.map(({ account }) => [account.key, account]))
  const rows = input.rows.filter(({ id, kind }) => id.startsWith(`c${circuitId}/`) && kind !== 'unbalance')
  const [base, promised] = [nothingCarried(rows), nothingCarried(rows)]
  for (const { account: before, coeff, worstCoeff } of input.places) {
    const account = accounts.get(before.key) ?? before
    const isOfSession = account.place === 'charging' && account.conduct.kind === 'steerable'
    carry(promised, isOfSession ? coeff : worstCoeff, promisedBy(account, input.atMs))
  }
  const told = sources.filter((source) => source.circuitId === circuitId)
  const isKept = (row: Row) => {
    const load = carriedBy(promised, row.id)
    // What others draw is not the chargers' to lower.
    return load <= carriedBy(base, row.id) || !isAbove(load, Math.min(row.limit, ...told.map(limitOf(row, at))))
  }
  const isSeen = told.every(({ unit }) => rows.some(({ kind }) => kind === kindOf[unit]))
  return isSeen && rows.every(isKept) ? 'ok' : 'reducing'
}

/** The most that it follows once it does what it has confirmed. */
function promisedBy(account: Account, nowMs: number): number {
  return capOf({ ...account, leaving: null, measured: null }, nowMs)
}

function limitOf({ kind }: Row, at: Temporal.Instant) {
  return (source: LimitSource) => (kindOf[source.unit] === kind ? (limitAt(source, at)?.value ?? Infinity) : Infinity)
}

const kindOf = { A: 'current', W: 'power' } as const
