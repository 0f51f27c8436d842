import assert from 'node:assert/strict'
import { test } from 'node:test'
import { besideFallbacks } from '#core/circuits/beside-fallbacks.ts'
import { exceededByFallbacks } from '#core/circuits/check-commissioning.ts'
import { rowsOf } from '#core/circuits/rows-of.ts'
import { charger, circuit, site } from './site-model.ts'

const three = [charger(5, 1, {}), charger(6, 1, {}), charger(7, 1, { phases: 'L1' })]

test('a silent meter leaves the fallbacks on every row that limits at all times', () => {
  const rows = rowsOf(site([circuit(1, { ratedA: 40, contractW: 20_000 })], three))
  assert.deepEqual(Object.fromEntries(besideFallbacks(rows, 1)), {
    ...{ 'c1/L1': 38.8 - 18, 'c1/L2': 38.8 - 12, 'c1/L3': 38.8 - 12 },
    'c1/W': 20_000 - 2 * 6 * 690 - 6 * 230,
  })
})

test('where fallbacks may go live they fit beside what is assumed of a silent meter', () => {
  for (const contractW of [5_000, 9_660, 12_000]) {
    const topology = site([circuit(1, { ratedA: 40, contractW })], three)
    const left = besideFallbacks(rowsOf(topology), 1)
    const isLive = exceededByFallbacks(topology).length === 0
    assert.equal(isLive, contractW >= 9_660)
    assert.equal(left.get('c1/W'), Math.max(0, contractW - 9_660))
  }
})
