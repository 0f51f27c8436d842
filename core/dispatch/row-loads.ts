import type { Network } from './network.ts'

/** What the sessions get so far, and what that adds up to in each slot. */
export type RowLoads = { value: Float64Array; sums: Float64Array }

export function noLoads(net: Network): RowLoads {
  return { value: new Float64Array(net.demands.length), sums: net.startSums.slice() }
}

export function setValue(net: Network, loads: RowLoads, i: number, value: number): void {
  const more = value - loads.value[i]!
  if (more === 0) return
  loads.value[i] = value
  for (let e = net.first[i]!; e < net.first[i + 1]!; e++) {
    const slot = net.slotOf[e]!
    loads.sums[slot] = loads.sums[slot]! + net.size[e]! * more
  }
}

/** Adds up anew, so that the dust of many small changes is gone. */
export function addUp(net: Network, loads: RowLoads): void {
  loads.sums.set(net.startSums)
  for (let i = 0; i < net.demands.length; i++) {
    const value = loads.value[i]!
    if (value === 0) continue
    for (let e = net.first[i]!; e < net.first[i + 1]!; e++) {
      const slot = net.slotOf[e]!
      loads.sums[slot] = loads.sums[slot]! + net.size[e]! * value
    }
  }
}

/** By how much the session could rise before one of its rows is full; below zero when one is over its limit. */
export function headroom(net: Network, sums: Float64Array, i: number): number {
  let least = Number.POSITIVE_INFINITY
  for (let e = net.first[i]!; e < net.first[i + 1]!; e++) least = Math.min(least, entryRoom(net, sums, e))
  return least
}

/** The row behind which the session stands first, or -1. */
export function bindingRow(net: Network, sums: Float64Array, i: number): number {
  let least = Number.POSITIVE_INFINITY
  let binding = -1
  for (let e = net.first[i]!; e < net.first[i + 1]!; e++) {
    const room = entryRoom(net, sums, e)
    if (room < least) {
      least = room
      binding = net.rowOf[e]!
    }
  }
  return binding
}

export function entryRoom(net: Network, sums: Float64Array, e: number): number {
  const r = net.rowOf[e]!
  const slot = net.slotOf[e]!
  const size = net.size[e]!
  if (net.corners[r] != null) return lineRoom(net, sums, r, slot - net.firstSlot[r]!) / size
  if (net.unbalance[r] === 1) return unbalanceRoom(net.room[r]!, Math.sign(size) * sums[slot]!) / Math.abs(size)
  return (net.room[r]! - sums[slot]!) / size
}

/** Away from balance up to the limit; towards it at least as far as balance, however uneven it is before us. */
function unbalanceRoom(limit: number, sum: number): number {
  return (sum < 0 ? Math.max(0, limit) : limit) - sum
}

/** How much more current in one direction the row bears, whichever of its vehicles stop. */
function lineRoom(net: Network, sums: Float64Array, r: number, direction: number): number {
  const { directions, subsets } = net.corners[r]!
  const first = net.firstSlot[r]!
  const limit = net.room[r]!
  const ahead = directions[direction]!
  if (limit <= 0) return limit
  let least = Number.POSITIVE_INFINITY
  for (const subset of subsets) {
    if (!subset.includes(direction)) continue
    let re = 0
    let im = 0
    for (const d of subset) {
      const sum = sums[first + d]!
      re += directions[d]!.re * sum
      im += directions[d]!.im * sum
    }
    const along = re * ahead.re + im * ahead.im
    const rest = limit * limit - re * re - im * im
    const root = along * along + rest
    least = Math.min(least, root >= 0 ? rootStep(along, rest, root) : -Math.abs(along))
  }
  return least
}

/** The solution of |z + k·δ| = limit that lies ahead, without taking the difference of two large numbers. */
function rootStep(along: number, rest: number, root: number): number {
  return along > 0 ? rest / (along + Math.sqrt(root)) : Math.sqrt(root) - along
}

/** What the row carries, all told; of a line-to-line row the heaviest of its corners. */
export function rowLoad(net: Network, sums: Float64Array, r: number): number {
  const row = net.rows[r]!
  const first = net.firstSlot[r]!
  const bend = net.corners[r]
  if (net.unbalance[r] === 1) return row.reserved + Math.abs(sums[first]!)
  if (bend == null) return row.base + row.reserved + sums[first]!
  let heaviest = 0
  for (const subset of bend.subsets) {
    let re = 0
    let im = 0
    for (const d of subset) {
      re += bend.directions[d]!.re * sums[first + d]!
      im += bend.directions[d]!.im * sums[first + d]!
    }
    heaviest = Math.max(heaviest, Math.hypot(re, im))
  }
  return row.base + row.reserved + heaviest
}
