import type { Row } from '../dispatch/row.ts'
import { type EffectiveLimit, effectiveLimit } from './effective-limit.ts'
import type { LimitSource } from './limit.ts'
import type { SiteRows } from './rows-of.ts'

type Given = {
  sources: readonly LimitSource[]
  at: Temporal.Instant
  /** By circuit: what its contract allows at this instant. */
  contractW: ReadonlyMap<number, number>
  /** By row: for load that is metered and may rise. */
  headroom: ReadonlyMap<string, number>
  /** By row: what is drawn there and not ours to steer, cabinets' own draw aside. */
  unmanaged: ReadonlyMap<string, number>
}

/**
 * The rows that something limits now, as the dispatcher takes them, and what limits each. Coefficients on the others
 * have to be left out: nothing is kept for them. `reserved` is 0.
 */
export function limitedRows(
  site: SiteRows,
  { sources, at, contractW, headroom, unmanaged }: Given,
): { rows: Row[]; limits: Map<string, EffectiveLimit> } {
  const ofCircuit = Map.groupBy(sources, ({ circuitId }) => circuitId)
  const rows: Row[] = []
  const limits = new Map<string, EffectiveLimit>()
  for (const row of site.rows) {
    const found = effectiveLimit(row, {
      sources: ofCircuit.get(row.circuit.id) ?? [],
      at,
      contractW: contractW.get(row.circuit.id),
    })
    if (!found) continue
    limits.set(row.id, found)
    rows.push({
      id: row.id,
      circuitId: `c${row.circuit.id}`,
      kind: row.kind,
      ...(row.phase === null ? {} : { phase: row.phase }),
      limit: found.limit,
      ...(headroom.has(row.id) ? { headroom: headroom.get(row.id)! } : {}),
      base: row.standing + (unmanaged.get(row.id) ?? 0),
      reserved: 0,
      reason: found.reason,
      boundBy: found.binding.id,
    })
  }
  return { rows, limits }
}
