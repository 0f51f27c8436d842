import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ReadingPoint } from './session-view.ts'
import { thinReadings } from './thin-readings.ts'

test('few readings are all kept', () => {
  const points = pointsOf([1, 2, 3])
  assert.deepEqual(thinReadings(points, 3), points)
})

test('thinned readings keep their ends, their extremes and their order, whatever they are', () => {
  const powers = fc.array(fc.option(fc.integer({ min: 0, max: 400_000 }), { nil: null }), {
    minLength: 101,
    maxLength: 1_000,
  })
  fc.assert(
    fc.property(powers, (values) => {
      const points = pointsOf(values)
      const thinned = thinReadings(points, 100)
      assert.ok(thinned.length <= 100)
      assert.deepEqual([thinned[0], thinned.at(-1)], [points[0], points.at(-1)])
      assert.ok(thinned.every((point) => points.includes(point)))
      assert.ok(thinned.every((point, index) => index === 0 || thinned[index - 1]!.atMs < point.atMs))
      assert.deepEqual(extremes(thinned), extremes(points))
    }),
  )
})

test('a long session is thinned evenly over its time', () => {
  const points = pointsOf(Array.from({ length: 20_000 }, (_, index) => index % 7))
  const thinned = thinReadings(points, 2_000)
  assert.ok(thinned.length > 1_000 && thinned.length <= 2_000)
  const quarters = Map.groupBy(thinned, ({ atMs }) => Math.floor((atMs * 4) / 20_000_000))
  for (const quarter of quarters.values()) assert.ok(quarter.length > 200)
})

function pointsOf(powers: readonly (number | null)[]): ReadingPoint[] {
  return powers.map((powerW, index) => ({ atMs: index * 1_000, energyWh: index, powerW, socPercent: null }))
}

function extremes(points: readonly ReadingPoint[]) {
  const powers = points.flatMap(({ powerW }) => (powerW === null ? [] : [powerW]))
  return powers.length === 0 ? null : [Math.min(...powers), Math.max(...powers)]
}
