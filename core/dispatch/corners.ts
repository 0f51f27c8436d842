import type { Demand } from './demand.ts'

/**
 * The directions in which sessions load a line-to-line row, and the corners that can be its heaviest.
 *
 * Vehicles may stop without warning, so the row has to bear every subset of its currents (smart-charging H1'). The
 * heaviest subset is always "all that point to one side of some line"; as the line turns, only twice as many such
 * subsets appear as there are directions, and looking at those is exact.
 */
export type Corners = {
  directions: readonly { re: number; im: number }[]
  /** Each is a list of numbers of directions. */
  subsets: readonly Int32Array[]
  directionOf(re: number, im: number): number
}

export function cornersOf(row: string, demands: readonly Demand[]): Corners {
  const found = new Map<string, { re: number; im: number }>()
  for (const demand of demands) {
    for (const { row: id, re, im = 0 } of demand.coeff) {
      if (id !== row || (re === 0 && im === 0)) continue
      const length = Math.hypot(re, im)
      const key = keyOf(re / length, im / length)
      if (!found.has(key)) found.set(key, { re: re / length, im: im / length })
    }
  }
  const keys = [...found.keys()].sort()
  const numbers = new Map(keys.map((key, d) => [key, d]))
  const directions = keys.map((key) => found.get(key)!)
  return {
    directions,
    subsets: heaviestSubsets(directions),
    directionOf(re, im) {
      const length = Math.hypot(re, im)
      return numbers.get(keyOf(re / length, im / length))!
    },
  }
}

/** Alike to a thousand-millionth; never a minus zero. */
const keyOf = (re: number, im: number) => `${Math.round(re * 1e9) + 0} ${Math.round(im * 1e9) + 0}`

function heaviestSubsets(directions: readonly { re: number; im: number }[]): Int32Array[] {
  const turns = directions.flatMap(({ re, im }) => [Math.atan2(re, -im), Math.atan2(-re, im)]).sort((a, b) => a - b)
  const subsets = new Map<string, Int32Array>()
  for (let t = 0; t < turns.length; t++) {
    const from = turns[t]!
    const to = t + 1 < turns.length ? turns[t + 1]! : turns[0]! + 2 * Math.PI
    const middle = (from + to) / 2
    const subset = Int32Array.from(
      directions.flatMap(({ re, im }, d) => (re * Math.cos(middle) + im * Math.sin(middle) > -1e-9 ? [d] : [])),
    )
    subsets.set(subset.join(), subset)
  }
  return [...subsets.values()]
}
