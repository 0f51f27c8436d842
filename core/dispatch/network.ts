import { lineToLineRows } from './check-input.ts'
import { type Corners, cornersOf } from './corners.ts'
import type { Demand } from './demand.ts'
import type { Policy } from './policy.ts'
import type { Row } from './row.ts'

/**
 * Rows and sessions by number instead of by name, sorted by id so that the order of the input does not matter (P4).
 *
 * Session i has the entries `first[i]` to `first[i + 1]`: row, slot and size of each coefficient. What entries add up to
 * is kept per slot: a row has one, or one for each direction when it is line to line.
 */
export type Network = {
  rows: readonly Row[]
  demands: readonly Demand[]
  /** What the row can bear of ours; below zero when what is not ours breaks it alone. */
  room: Float64Array
  /** Set on line-to-line rows. */
  corners: readonly (Corners | null)[]
  unbalance: Uint8Array
  hasLineRows: boolean
  hasUnbalance: boolean
  firstSlot: Int32Array
  /** Where the sum of each slot begins: the base of an unbalance row, else zero. */
  startSums: Float64Array
  first: Int32Array
  rowOf: Int32Array
  slotOf: Int32Array
  /** Of the coefficient; it has a sign on unbalance rows. */
  size: Float64Array
  /** Row r has the sessions `members[firstMember[r]]` to `members[firstMember[r + 1]]`. */
  firstMember: Int32Array
  members: Int32Array
  /** Largest and smallest rate above zero, on the session's steps; `cap` is 0 when not even the minimum is allowed. */
  cap: Float64Array
  floor: Float64Array
}

export function compileNetwork(allRows: readonly Row[], allDemands: readonly Demand[], policy: Policy): Network {
  const rows = [...allRows].sort((a, b) => (a.id < b.id ? -1 : 1))
  const demands = [...allDemands].sort((a, b) => (a.sessionId < b.sessionId ? -1 : 1))
  const numbers = new Map(rows.map((row, r) => [row.id, r]))
  const bent = lineToLineRows(demands)
  const corners = rows.map((row) => (bent.has(row.id) ? cornersOf(row.id, demands) : null))
  const firstSlot = new Int32Array(rows.length + 1)
  for (let r = 0; r < rows.length; r++) firstSlot[r + 1] = firstSlot[r]! + (corners[r]?.directions.length ?? 1)
  const unbalance = Uint8Array.from(rows, (row) => (row.kind === 'unbalance' ? 1 : 0))
  const startSums = new Float64Array(firstSlot[rows.length]!)
  for (let r = 0; r < rows.length; r++) if (unbalance[r] === 1) startSums[firstSlot[r]!] = rows[r]!.base
  return {
    rows,
    demands,
    room: Float64Array.from(rows, (row) => row.limit - row.reserved - (row.kind === 'unbalance' ? 0 : row.base)),
    corners,
    unbalance,
    hasLineRows: bent.size > 0,
    hasUnbalance: unbalance.includes(1),
    firstSlot,
    startSums,
    ...compileEntries(demands, numbers, corners, firstSlot),
    ...compileBounds(demands, policy.quantise),
  }
}

function compileEntries(
  demands: readonly Demand[],
  numbers: Map<string, number>,
  corners: readonly (Corners | null)[],
  firstSlot: Int32Array,
): Pick<Network, 'first' | 'rowOf' | 'slotOf' | 'size' | 'firstMember' | 'members'> {
  const first = new Int32Array(demands.length + 1)
  const rowOf: number[] = []
  const slotOf: number[] = []
  const size: number[] = []
  const firstMember = new Int32Array(corners.length + 1)
  for (let i = 0; i < demands.length; i++) {
    const sorted = [...demands[i]!.coeff].sort((a, b) => numbers.get(a.row)! - numbers.get(b.row)!)
    for (const { row, re, im = 0 } of sorted) {
      if (re === 0 && im === 0) continue
      const r = numbers.get(row)!
      const bend = corners[r] ?? null
      rowOf.push(r)
      slotOf.push(firstSlot[r]! + (bend === null ? 0 : bend.directionOf(re, im)))
      size.push(bend === null ? re : Math.hypot(re, im))
      firstMember[r + 1] = firstMember[r + 1]! + 1
    }
    first[i + 1] = rowOf.length
  }
  for (let r = 0; r < corners.length; r++) firstMember[r + 1] = firstMember[r + 1]! + firstMember[r]!
  const members = new Int32Array(rowOf.length)
  const filled = firstMember.slice()
  for (let i = 0; i < demands.length; i++) {
    for (let e = first[i]!; e < first[i + 1]!; e++) {
      const r = rowOf[e]!
      members[filled[r]!] = i
      filled[r] = filled[r]! + 1
    }
  }
  return {
    first,
    rowOf: Int32Array.from(rowOf),
    slotOf: Int32Array.from(slotOf),
    size: Float64Array.from(size),
    firstMember,
    members,
  }
}

function compileBounds(demands: readonly Demand[], quantise: boolean): Pick<Network, 'cap' | 'floor'> {
  const cap = Float64Array.from(demands, (one) => (quantise ? onSteps(one.hi, one.step) : one.hi))
  const floor = Float64Array.from(demands, (one) => (quantise ? firstStep(one.min, one.step) : 0))
  for (let i = 0; i < demands.length; i++) if (cap[i]! < floor[i]! - 1e-9) cap[i] = 0
  return { cap, floor }
}

/** Rounded down to a multiple of the step, without the dust of binary fractions. */
export function onSteps(value: number, step: number): number {
  return Math.round(Math.floor(value / step + 1e-9) * step * 1e9) / 1e9
}

const firstStep = (min: number, step: number) => Math.round(Math.ceil(min / step - 1e-9) * step * 1e9) / 1e9
