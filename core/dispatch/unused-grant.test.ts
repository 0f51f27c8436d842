import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Draw, grantIsUsed, type UnusedGrant, watchUnusedGrant } from './unused-grant.ts'

const seen: Draw = { nowS: 0, grant: 32, draw: 10, unit: 'A', min: 6, full: 32, isAtTarget: false }

test('a grant that is left unused for two minutes is lowered to the draw and a little more', () => {
  assert.deepEqual(
    caps([0, 60, 119, 120], () => ({})),
    [null, null, null, 12],
  )
  assert.deepEqual(
    caps([0, 120], () => ({ draw: 28, grant: 32 })),
    [null, 30.8],
  )
  assert.deepEqual(
    caps([0, 120], () => ({ draw: 0 })),
    [null, 6],
  )
  assert.deepEqual(
    caps([0, 120], () => ({ unit: 'W', draw: 50_000, grant: 100_000, full: 100_000, min: 5_000 })),
    [null, 55_000],
  )
})

test('a short dip lowers nothing', () => {
  const draws = [10, 31, 10, 10, 10]
  assert.deepEqual(
    caps([0, 60, 90, 150, 209], (k) => ({ draw: draws[k]! })),
    [null, null, null, null, null],
  )
})

test('what was taken away is offered back in steps of ten minutes', () => {
  const times = [0, 120, 700, 720, 1_320, 1_920, 2_520]
  // The vehicle takes all that it is given, once it is given more.
  const grants = [32, 32, 12, 12, 22, 27, 29.5]
  const steps = caps(times, (k) => ({ grant: grants[k]!, draw: k < 2 ? 10 : grants[k]! }))
  assert.deepEqual(steps, [null, 12, 12, 22, 27, 29.5, 31.5])
})

test('a vehicle that has what it came for is offered nothing', () => {
  assert.deepEqual(
    caps([0, 120, 9_000], (k) => ({ isAtTarget: true, grant: k < 2 ? 32 : 12 })),
    [null, 12, 12],
  )
})

function caps(times: readonly number[], at: (k: number) => Partial<Draw>): (number | null)[] {
  let state: UnusedGrant = grantIsUsed
  return times.map((nowS, k) => {
    state = watchUnusedGrant(state, { ...seen, nowS, ...at(k) })
    return state.cap
  })
}
