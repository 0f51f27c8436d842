/**
 * Joins: ways to take in one more value so that neither order nor repetition matters. Each picks by content, never by
 * which came first, and gives back what it was given when the new value adds nothing.
 */

export type Point<V> = { at: number; value: V }

/** Values over time. Chargers say 0 for "not known", so zeros are kept apart from the first and the last real value. */
export type Series<V> = {
  zeroFrom: number | null
  zeroTo: number | null
  first: Point<V> | null
  last: Point<V> | null
}

/** Of a 2.x event. */
export type Said<V> = { seqNo: number; at: number; value: V }

export type SeqRange = readonly [from: number, to: number]

export const noValues: Series<never> = { zeroFrom: null, zeroTo: null, first: null, last: null }

export function earliest(a: number | null, b: number): number {
  return a === null || b < a ? b : a
}

export function latest(a: number | null, b: number): number {
  return a === null || b > a ? b : a
}

export function earlierPoint<V extends string | number>(a: Point<V> | null, b: Point<V>): Point<V> {
  return a === null || b.at < a.at || (b.at === a.at && compare(b.value, a.value) < 0) ? b : a
}

export function laterPoint<V extends string | number>(a: Point<V> | null, b: Point<V>): Point<V> {
  return a === null || b.at > a.at || (b.at === a.at && compare(b.value, a.value) > 0) ? b : a
}

export function withPoint<V extends string | number>(series: Series<V>, point: Point<V>): Series<V> {
  const value = Number(point.value)
  if (value > 0) {
    const first = earlierPoint(series.first, point)
    const last = laterPoint(series.last, point)
    return first === series.first && last === series.last ? series : { ...series, first, last }
  }
  // No meter runs below 0 and no battery either: less says no more than 0 does.
  return withZero(series, point.at, point.at)
}

export function joinSeries<V extends string | number>(series: Series<V>, other: Series<V>): Series<V> {
  let joined = series
  if (other.zeroFrom !== null && other.zeroTo !== null) joined = withZero(joined, other.zeroFrom, other.zeroTo)
  if (other.first) joined = withPoint(joined, other.first)
  if (other.last) joined = withPoint(joined, other.last)
  return joined
}

export function lowestSaid<V>(a: Said<V> | null, b: Said<V>): Said<V> {
  return a === null || compareSaid(b, a) < 0 ? b : a
}

export function highestSaid<V>(a: Said<V> | null, b: Said<V>): Said<V> {
  return a === null || compareSaid(b, a) > 0 ? b : a
}

export function addSeqNo(seen: readonly SeqRange[], seqNo: number): readonly SeqRange[] {
  return addSeqRange(seen, [seqNo, seqNo])
}

export function addSeqRange(seen: readonly SeqRange[], [from, to]: SeqRange): readonly SeqRange[] {
  if (seen.some((range) => range[0] <= from && to <= range[1])) return seen
  const touched = seen.filter((range) => range[0] <= to + 1 && from <= range[1] + 1)
  const merged: SeqRange = [
    Math.min(from, ...touched.map((range) => range[0])),
    Math.max(to, ...touched.map((range) => range[1])),
  ]
  return [...seen.filter((range) => !touched.includes(range)), merged].sort((a, b) => a[0] - b[0])
}

export function compare(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? -1 : 1
  return Number(a) - Number(b) || compareText(String(a), String(b))
}

function withZero<V>(series: Series<V>, from: number, to: number): Series<V> {
  const zeroFrom = earliest(series.zeroFrom, from)
  const zeroTo = latest(series.zeroTo, to)
  return zeroFrom === series.zeroFrom && zeroTo === series.zeroTo ? series : { ...series, zeroFrom, zeroTo }
}

function compareSaid<V>(a: Said<V>, b: Said<V>): number {
  return a.seqNo - b.seqNo || a.at - b.at || compareText(JSON.stringify(a.value), JSON.stringify(b.value))
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
