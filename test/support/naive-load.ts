import type { Demand } from '#core/dispatch/demand.ts'
import type { Row } from '#core/dispatch/row.ts'

/**
 * What a row carries, reckoned plainly from its definition: the judge of the dispatcher in tests. Of a line-to-line row
 * every subset of its kinds of currents is tried.
 */
export function naiveLoad(row: Row, demands: readonly Demand[], granted: (sessionId: string) => number): number {
  const parts = demands.flatMap((demand) => {
    const one = demand.coeff.find(({ row: id }) => id === row.id)
    const value = granted(demand.sessionId)
    return one === undefined || value === 0 ? [] : [{ re: one.re * value, im: (one.im ?? 0) * value }]
  })
  const sum = parts.reduce((all, one) => all + one.re, 0)
  if (row.kind === 'unbalance') return row.reserved + Math.abs(row.base + sum)
  const isBent = parts.some((one) => one.im !== 0)
  return row.base + row.reserved + (isBent ? heaviestSubset(parts) : sum)
}

function heaviestSubset(parts: readonly { re: number; im: number }[]): number {
  const alike = Map.groupBy(parts, ({ re, im }) => Math.round(Math.atan2(im, re) * 1e6))
  const kinds = [...alike.values()].map((some) => ({
    re: some.reduce((sum, one) => sum + one.re, 0),
    im: some.reduce((sum, one) => sum + one.im, 0),
  }))
  let heaviest = 0
  for (let subset = 0; subset < 2 ** kinds.length; subset++) {
    const chosen = kinds.filter((_, k) => (subset >> k) & 1)
    const re = chosen.reduce((sum, one) => sum + one.re, 0)
    const im = chosen.reduce((sum, one) => sum + one.im, 0)
    heaviest = Math.max(heaviest, Math.hypot(re, im))
  }
  return heaviest
}

/** Whether a raise takes a row over its limit; of an unbalance row, unless it only brings it nearer to balance. */
export function isOverLimit(
  row: Row,
  demands: readonly Demand[],
  before: (sessionId: string) => number,
  after: (sessionId: string) => number,
  slack: number,
): boolean {
  if (naiveLoad(row, demands, after) <= row.limit - slack) return false
  if (row.kind !== 'unbalance') return true
  const signed = (granted: (sessionId: string) => number) =>
    demands.reduce((sum, { sessionId, coeff }) => {
      const one = coeff.find(({ row: id }) => id === row.id)
      return sum + (one?.re ?? 0) * granted(sessionId)
    }, row.base)
  const [from, to] = [signed(before), signed(after)]
  return from * to < -1e-9 || Math.abs(to) >= Math.abs(from)
}
