import type { LoadPoint } from '../../../../api/console/wire/chargers.ts'

/** A longer pause between two points is a gap: nothing was measured. */
const leastGapMs = 5 * 60_000

export interface LoadCurve {
  /** Milliseconds since 1970. */
  times: number[]
  powerW: (number | null)[]
  charging: (number | null)[]
}

/** The curve to draw: gaps where nothing was measured, and the value of now at its end. */
export function loadCurve(
  points: readonly LoadPoint[],
  now: { ms: number; powerW: number; charging: number } | null,
): LoadCurve {
  const curve: LoadCurve = { times: [], powerW: [], charging: [] }
  const gapMs = gapOf(points)
  for (const point of points) add(Date.parse(point.at), point.powerW, point.charging)
  if (now) add(now.ms, now.powerW, now.charging)
  return curve

  function add(ms: number, powerW: number, charging: number): void {
    const last = curve.times.at(-1)
    if (last !== undefined && ms <= last) return
    if (last !== undefined && ms - last > gapMs) push(last + 1, null, null)
    push(ms, powerW, charging)
  }

  function push(ms: number, powerW: number | null, charging: number | null): void {
    curve.times.push(ms)
    curve.powerW.push(powerW)
    curve.charging.push(charging)
  }
}

/** The points with one more; those that it repeats or overtakes give way. */
export function withPoint(points: readonly LoadPoint[], point: LoadPoint): LoadPoint[] {
  const before = points.filter((known) => known.at < point.at)
  return [...before, point]
}

/**
 * The energy under the points since an instant, in watt-hours; null when they do not reach back to within half an hour of
 * it. Between two points the power is taken to change evenly; over gaps nothing is counted.
 */
export function energySince(points: readonly LoadPoint[], sinceMs: number): number | null {
  const gapMs = gapOf(points)
  let energyWh = 0
  let known = false
  for (let place = 1; place < points.length; place += 1) {
    const [a, b] = [points[place - 1]!, points[place]!]
    const [from, to] = [Date.parse(a.at), Date.parse(b.at)]
    if (to <= sinceMs || to - from > gapMs || to <= from) continue
    const begin = Math.max(from, sinceMs)
    const powerAtBegin = a.powerW + ((b.powerW - a.powerW) * (begin - from)) / (to - from)
    energyWh += (((powerAtBegin + b.powerW) / 2) * (to - begin)) / 3_600_000
    known = true
  }
  const first = points[0]
  return known && first && Date.parse(first.at) <= sinceMs + 30 * 60_000 ? energyWh : null
}

/** The least of 1, 6 and 24 hours that shows all points of the last day: a young installation has few. */
export function fittingHours(points: readonly LoadPoint[], nowMs: number): 1 | 6 | 24 {
  const first = points[0]
  const hours = first ? (nowMs - Date.parse(first.at)) / 3_600_000 : 0
  return hours <= 1 ? 1 : hours <= 6 ? 6 : 24
}

function gapOf(points: readonly LoadPoint[]): number {
  const steps = points.slice(1).map((point, place) => Date.parse(point.at) - Date.parse(points[place]!.at))
  steps.sort((a, b) => a - b)
  const usual = steps[Math.floor((steps.length - 1) / 2)] ?? 0
  return Math.max(leastGapMs, usual * 3)
}
