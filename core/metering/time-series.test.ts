import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PlacedPoint, type SeriesPoint, seriesOfCharger } from './time-series.ts'

const began = Date.UTC(2026, 2, 1, 8)
const points = (...all: [evse: number, minute: number, value: string][]): PlacedPoint[] =>
  all.map(([evse, minute, value]) => ({ evse, atMs: began + minute * 60_000, value }))
const shown = (series: SeriesPoint[]) => series.map(({ atMs, value }) => [(atMs - began) / 60_000, value])

test('a charger’s own meter says what the charger draws', () => {
  const series = seriesOfCharger(points([1, 0, '5'], [0, 0, '7.5'], [2, 1, '5']), 'ActivePowerImport')
  assert.deepEqual(shown(series), [[0, '7.5']])
})

test('without one, what all of its EVSEs drew last is added, exactly, while it is fresh', () => {
  const series = seriesOfCharger(
    points([1, 0, '0.1'], [2, 0, '0.2'], [1, 1, '0.3'], [1, 15, '1'], [1, 16, '2']),
    'ActivePowerImport',
  )
  assert.deepEqual(shown(series), [
    [0, '0.3'],
    [1, '0.5'],
    [15, '1.2'],
    [16, '2'],
  ])
})

test('registers count on however long they rest, and from when each of them is known', () => {
  const series = seriesOfCharger(points([1, 0, '100'], [2, 5, '1000'], [1, 500, '101']), 'ActiveEnergyImport')
  assert.deepEqual(shown(series), [
    [5, '1100'],
    [500, '1101'],
  ])
})

test('what cannot be added is the latest of any', () => {
  const series = seriesOfCharger(points([1, 0, '230'], [2, 1, '229']), 'Voltage')
  assert.deepEqual(shown(series), [
    [0, '230'],
    [1, '229'],
  ])
})
