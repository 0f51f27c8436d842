import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import {
  ageParts,
  formatDuration,
  formatEnergy,
  formatNumber,
  formatPercent,
  formatPower,
  setFormatLanguage,
} from './format.ts'

afterEach(() => setFormatLanguage('en'))

test('power has a unit that keeps the number short', () => {
  const cases: [number | null, string][] = [
    [null, '–'],
    [0, '0 kW'],
    [350, '350 W'],
    [949, '949 W'],
    [950, '1.0 kW'],
    [7_360, '7.4 kW'],
    [99_900, '99.9 kW'],
    [99_960, '100 kW'],
    [999_400, '999 kW'],
    [1_254_000, '1.25 MW'],
    [-5_000, '-5.0 kW'],
    [Number.NaN, '–'],
  ]
  for (const [watts, text] of cases) assert.equal(formatPower(watts), text)
})

test('energy is read from numbers and from decimal text', () => {
  const cases: [number | string | null, string][] = [
    [null, '–'],
    ['', '–'],
    ['no number', '–'],
    ['0', '0.00 kWh'],
    ['12345.678', '12.35 kWh'],
    [150_000, '150.0 kWh'],
    [5_439_000, '5,439 kWh'],
    [12_340_000, '12.34 MWh'],
  ]
  for (const [wattHours, text] of cases) assert.equal(formatEnergy(wattHours), text)
})

test('numbers follow the language', () => {
  setFormatLanguage('de')
  assert.equal(formatNumber(1234.5, 1), '1.234,5')
  assert.equal(formatPower(7_360), '7,4 kW')
  assert.equal(formatPercent(49.6), '50 %')
})

test('ages are coarse, durations exact', () => {
  assert.deepEqual(ageParts(1_500), { unit: 'now', count: 0 })
  assert.deepEqual(ageParts(59_999), { unit: 'seconds', count: 59 })
  assert.deepEqual(ageParts(-3_600_000), { unit: 'hours', count: 1 })
  assert.deepEqual(ageParts(47 * 3_600_000), { unit: 'hours', count: 47 })
  assert.deepEqual(ageParts(3 * 86_400_000), { unit: 'days', count: 3 })
  assert.equal(formatDuration(187_000), '3:07')
  assert.equal(formatDuration(3_787_000), '1:03:07')
})
