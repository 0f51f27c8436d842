import type { ReadingPoint } from './session-view.ts'

/**
 * At most `max` of the points, spread evenly over time, so that a plot of them looks like one of all: of every stretch
 * the first, the last, and the lowest and highest power. The very first and last are always there; nothing is averaged.
 */
export function thinReadings(points: readonly ReadingPoint[], max: number): readonly ReadingPoint[] {
  if (points.length <= max) return points
  const stretches = Math.floor(max / pointsPerStretch)
  const [beginMs, endMs] = [points[0]!.atMs, points.at(-1)!.atMs]
  const widthMs = (endMs - beginMs + 1) / stretches
  const kept = new Set<ReadingPoint>()
  for (const stretch of Map.groupBy(points, ({ atMs }) => Math.floor((atMs - beginMs) / widthMs)).values()) {
    kept.add(stretch[0]!).add(stretch.at(-1)!)
    const powers = stretch.filter((point) => point.powerW !== null)
    if (powers.length === 0) continue
    kept.add(powers.reduce((low, point) => (point.powerW! < low.powerW! ? point : low)))
    kept.add(powers.reduce((high, point) => (point.powerW! > high.powerW! ? point : high)))
  }
  return points.filter((point) => kept.has(point))
}

const pointsPerStretch = 4
