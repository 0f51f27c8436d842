import type { Network } from './network.ts'
import { type RowLoads, setValue } from './row-loads.ts'
import type { Wishes } from './water-level.ts'

/** Shares so much among sessions for which nothing else is in the way; what they have already is their floor. */
export function shareByLevel(
  net: Network,
  loads: RowLoads,
  { slope, origin }: Wishes,
  group: readonly number[],
  budget: number,
  caps: Float64Array,
): void {
  if (budget <= 0) return
  const floors = group.map((i) => loads.value[i]!)
  const rateAt = (k: number, level: number) => {
    const i = group[k]!
    return Math.min(caps[i]!, Math.max(floors[k]!, slope[i]! * (level - origin[i]!)))
  }
  const taken = (level: number) => group.reduce((sum, _, k) => sum + rateAt(k, level) - floors[k]!, 0)
  let low = Math.min(...group.map((i, k) => origin[i]! + floors[k]! / slope[i]!))
  let high = Math.max(...group.map((i) => origin[i]! + caps[i]! / slope[i]!))
  if (taken(high) <= budget) low = high
  for (let half = 0; half < 60 && low < high; half++) {
    const middle = (low + high) / 2
    if (taken(middle) <= budget) low = middle
    else high = middle
  }
  for (const [k, i] of group.entries()) setValue(net, loads, i, rateAt(k, low))
}
