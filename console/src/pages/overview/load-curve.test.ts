import assert from 'node:assert/strict'
import { test } from 'node:test'
import { energySince, fittingHours, loadCurve, withPoint } from './load-curve.ts'

const start = Date.parse('2027-01-31T00:00:00.000Z')
const point = (minutes: number, powerW: number) => ({
  at: new Date(start + minutes * 60_000).toISOString(),
  powerW,
  charging: 1,
  connected: 1,
  chargers: 1,
})

test('the curve ends with the value of now, and shows where nothing was measured', () => {
  const curve = loadCurve([point(0, 10), point(1, 20), point(31, 30)], {
    ms: start + 31.5 * 60_000,
    powerW: 40,
    charging: 2,
  })

  assert.deepEqual(curve.powerW, [10, 20, null, 30, 40])
  assert.deepEqual(curve.charging, [1, 1, null, 1, 2])
  assert.equal(curve.times.at(-1), start + 31.5 * 60_000)
})

test('a point that comes twice takes the place of the one before', () => {
  assert.deepEqual(withPoint([point(0, 1), point(1, 2)], point(1, 3)), [point(0, 1), point(1, 3)])
  assert.deepEqual(withPoint([point(0, 1)], point(1, 3)), [point(0, 1), point(1, 3)])
})

test('energy is the area under the points since the instant, without the gaps', () => {
  const hour = Array.from({ length: 61 }, (_, minute) => point(minute, 6_000))
  const near = (actual: number | null, wanted: number) =>
    assert.ok(actual !== null && Math.abs(actual - wanted) < 1e-6, `${actual}`)
  near(energySince(hour, start), 6_000)
  near(energySince(hour, start + 30 * 60_000), 3_000)
  near(energySince([...hour, ...hour.map((one, minute) => ({ ...one, at: point(minute + 600, 0).at }))], start), 12_000)
  near(energySince([point(0, 0), point(1, 60_000)], start), 500)
})

test('energy is not told when the points do not reach back', () => {
  assert.equal(energySince([point(120, 10), point(121, 10)], start), null)
  assert.equal(energySince([], start), null)
})

test('the range of the curve fits what there is, up to a day', () => {
  const hours = (minutes: number) => fittingHours([point(0, 1), point(minutes, 2)], start + minutes * 60_000)
  assert.deepEqual([5, 60, 61, 360, 361, 1_440].map(hours), [1, 1, 6, 6, 24, 24])
  assert.equal(fittingHours([], start), 1)
})
