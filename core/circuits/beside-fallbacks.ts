import { effectiveLimit } from './effective-limit.ts'
import { loadOn, type SiteRows } from './rows-of.ts'
import { worstLoad } from './worst-load.ts'

/**
 * The most that can be drawn beside the fallbacks on the rows of one circuit, by what holds there at all times: fuse,
 * power limit, contract, transformer. A meter that is silent leaves chargers their fallbacks on each of these rows, as
 * going live has promised (smart-charging 3.3, 8). What somebody limits for a time is not among them: nobody knows what
 * the others on the circuit draw then, and a limit counts them as well (docs/decisions/0021).
 */
export function besideFallbacks(site: SiteRows, circuitId: number): Map<string, number> {
  const below = [...site.evses.values()].filter(({ charger }) =>
    site.circuitsAbove(charger.circuitId).some(({ id }) => id === circuitId),
  )
  const loads = Map.groupBy(
    below.flatMap(({ evseId, supply }) => loadOn(site, evseId, supply.fallback)),
    ({ row }) => row,
  )
  const left = new Map<string, number>()
  for (const row of site.rows) {
    if (row.circuit.id !== circuitId || row.of === 'charger' || row.of === 'unbalance') continue
    const limit = effectiveLimit(row, { sources: [], at: anyTime })?.limit
    if (limit !== undefined) left.set(row.id, Math.max(0, limit - worstLoad(loads.get(row.id) ?? [])))
  }
  return left
}

// No source depends on time here.
const anyTime = Temporal.Instant.fromEpochMilliseconds(0)
