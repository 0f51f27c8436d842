import type { Dispatch } from '#core/dispatch/grant.ts'
import type { Row } from '#core/dispatch/row.ts'

/** How full the fullest row is: 1 is its limit. */
export function utilisation(rows: readonly Row[], result: Dispatch): number {
  const limits = new Map(rows.map((row) => [row.id, row.limit]))
  return Math.max(0, ...result.loads.map(({ row, load }) => (load <= 1e-9 ? 0 : load / limits.get(row)!)))
}
