import assert from 'node:assert/strict'
import { test } from 'node:test'
import { curvesOf } from './site-curves.ts'

const at = (minute: number) => new Date(Date.UTC(2027, 0, 1, 0, minute)).toISOString()

test('what was measured and what is planned share one axis; gaps of the meter stay gaps', () => {
  const curves = curvesOf({
    measured: [0, 1, 5].map((minute) => ({ at: at(minute), powerW: 1_000 + minute })),
    series: [
      { from: at(4), to: at(19), price: '0.2', plannedW: 9_000, limitW: 20_000, solarW: 4_000 },
      { from: at(19), to: at(34), price: null, plannedW: 5_000, limitW: null, solarW: null },
    ],
  })
  assert.deepEqual(
    curves.times.map((ms) => new Date(ms).getUTCMinutes()),
    [0, 1, 4, 5, 19, 34],
  )
  assert.deepEqual(curves.measuredW, [1_000, 1_001, null, 1_005, null, null])
  assert.deepEqual(curves.plannedW, [null, null, 9_000, 9_000, 5_000, 5_000])
  assert.deepEqual(curves.solarW, [null, null, 4_000, 4_000, null, null])
  assert.deepEqual(curves.limitW, [null, null, 20_000, 20_000, null, null])
  assert.deepEqual(curves.price, [null, null, 0.2, 0.2, null, null])
})

test('without a plan or a meter there is nothing to draw', () => {
  assert.deepEqual(curvesOf({ measured: [], series: [] }).times, [])
})
