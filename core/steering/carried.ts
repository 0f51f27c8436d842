import type { Coefficient } from '../dispatch/demand.ts'
import type { Row } from '../dispatch/row.ts'

/**
 * What rows carry at most when some EVSEs draw anything between nothing and a rate: whichever vehicles stop, no row
 * carries more (smart-charging H1, H1'). Unbalance rows are about supply quality and reckon with the rates themselves.
 */
export type Carried = ReadonlyMap<string, RowSum>

type RowSum = {
  row: Row
  /** What points one way and what the other, of a row without angles. */
  up: number
  down: number
  /** What points in each direction, of a line-to-line row. */
  vectors: Map<string, { re: number; im: number }>
}

export function nothingCarried(rows: readonly Row[]): Carried {
  return new Map(rows.map((row) => [row.id, { row, up: 0, down: 0, vectors: new Map() }]))
}

/** Adds a rate, or takes it back when it is negative. */
export function carry(carried: Carried, coeff: readonly Coefficient[], rate: number): void {
  if (rate === 0) return
  for (const { row, re, im = 0 } of coeff) {
    const sum = carried.get(row)
    if (!sum || (re === 0 && im === 0)) continue
    if (re > 0) sum.up += re * rate
    else sum.down += re * rate
    const length = Math.hypot(re, im)
    const key = `${Math.round((re / length) * 1e9) + 0} ${Math.round((im / length) * 1e9) + 0}`
    const before = sum.vectors.get(key) ?? { re: 0, im: 0 }
    sum.vectors.set(key, { re: before.re + re * rate, im: before.im + im * rate })
  }
}

/** Base and reservations included. */
export function carriedBy(carried: Carried, rowId: string): number {
  const { row, up, down, vectors } = carried.get(rowId)!
  if (row.kind === 'unbalance') return row.reserved + Math.abs(row.base + up + down)
  const hasAngles = vectors.values().some(({ im }) => im !== 0)
  return row.base + row.reserved + (hasAngles ? heaviest([...vectors.values()]) : Math.max(up, -down))
}

/** What reserving a rate takes of a row, whatever else is drawn there and at whatever angle. */
export function weightOn({ kind }: Row, { re, im = 0 }: Coefficient): number {
  if (kind === 'unbalance' || im !== 0) return Math.hypot(re, im)
  return Math.max(0, re)
}

/** Binary fractions leave dust; what is above a limit by less is not above it. */
export function isAbove(load: number, limit: number): boolean {
  return load > limit + 1e-6 * Math.max(1, limit)
}

/**
 * The largest sum of any of these vectors. It is always that of all which point to one side of some line, and as the
 * line turns, a vector only changes sides when the line passes it.
 */
function heaviest(vectors: readonly { re: number; im: number }[]): number {
  let most = 0
  for (const edge of vectors) {
    for (const side of [1, -1]) {
      const normal = { re: -edge.im * side, im: edge.re * side }
      let [re, im] = [0, 0]
      let [withEdgeRe, withEdgeIm] = [0, 0]
      for (const one of vectors) {
        const across = one.re * normal.re + one.im * normal.im
        const isParallel = Math.abs(across) <= 1e-9 * Math.hypot(one.re, one.im) * Math.hypot(normal.re, normal.im)
        const along = one.re * edge.re + one.im * edge.im
        if (!isParallel && across > 0)
          [re, im, withEdgeRe, withEdgeIm] = [re + one.re, im + one.im, withEdgeRe + one.re, withEdgeIm + one.im]
        else if (isParallel && along > 0) [withEdgeRe, withEdgeIm] = [withEdgeRe + one.re, withEdgeIm + one.im]
      }
      most = Math.max(most, Math.hypot(re, im), Math.hypot(withEdgeRe, withEdgeIm))
    }
  }
  return most
}
