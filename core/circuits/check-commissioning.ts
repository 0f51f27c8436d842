import { Problem } from '../errors.ts'
import type { SiteTopology } from './circuit.ts'
import { effectiveLimit } from './effective-limit.ts'
import { loadOn, rowsOf } from './rows-of.ts'
import { unmanagedOn, worstAssumed } from './unmanaged-load.ts'
import { worstLoad } from './worst-load.ts'

/** A row that would carry more than it may if all chargers fell back at once. */
export type Exceeded = { row: string; circuit: string; sum: number; limit: number; unit: 'A' | 'W' }

/**
 * The commissioning rule (smart-charging 8): on every row, what all EVSEs fall back to and the worst load that is not
 * ours stay within what fuse, cable, power limit and contract allow, less the margin. Limits from outside do not count:
 * chargers that can be reached obey them. Nor does unbalance, which concerns no fuse.
 */
export function exceededByFallbacks(topology: SiteTopology): Exceeded[] {
  const site = rowsOf(topology)
  const loads = Map.groupBy(
    [...site.evses.values()].flatMap(({ evseId, supply }) => loadOn(site, evseId, supply.fallback)),
    ({ row }) => row,
  )
  const others = unmanagedOn(site, new Map(topology.circuits.map((one) => [one.id, worstAssumed(one)])))
  const found: Exceeded[] = []
  for (const row of site.rows) {
    const limit = row.kind === 'unbalance' ? null : effectiveLimit(row, { sources: [], at: anyTime })?.limit
    if (limit == null) continue
    const sum = worstLoad(loads.get(row.id) ?? []) + (others.get(row.id) ?? 0) + row.standing
    if (sum <= limit * (1 + 1e-9)) continue
    found.push({ row: row.id, circuit: row.circuit.name, sum, limit, unit: row.kind === 'power' ? 'W' : 'A' })
  }
  return found
}

/** A Problem that names the rows when the rule does not hold. */
export function refuseExceeding(topology: SiteTopology): void {
  const exceeded = exceededByFallbacks(topology)
  if (exceeded.length === 0) return
  const named = exceeded.slice(0, 8).map(textOf).join('; ')
  const rest = exceeded.length > 8 ? `; and ${exceeded.length - 8} more` : ''
  throw new Problem('fallbacks_exceed', `What chargers fall back to would be more than may flow: ${named}${rest}.`)
}

function textOf({ row, circuit, sum, limit, unit }: Exceeded): string {
  const amount = (value: number) => (unit === 'W' ? Math.round(value) : Math.round(value * 10) / 10)
  return `${circuit} (${row}) ${amount(sum)} ${unit} of ${amount(limit)} ${unit}`
}

// No source depends on time here.
const anyTime = Temporal.Instant.fromEpochMilliseconds(0)
