import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addReadings } from './power-window.ts'

const now = Date.UTC(2027, 0, 1, 12)
const reading = (evse: number, minutesAgo: number, powerW: number | null) => ({
  evse,
  at: new Date(now - minutesAgo * 60_000).toISOString(),
  powerW,
})

test('the live plot holds the last 30 minutes of each EVSE, in order of time and each value once', () => {
  const first = addReadings(new Map(), [reading(1, 1, 7_000), reading(1, 29, 6_000), reading(2, 5, 1_000)], now)
  const next = addReadings(first, [reading(1, 1, 7_000), reading(1, 31, 5_000), reading(1, 0, null)], now + 2 * 60_000)
  assert.deepEqual([...next.keys()], [1, 2])
  assert.deepEqual(
    next.get(1)?.map(({ powerW }) => powerW),
    [7_000],
  )
  assert.deepEqual(
    first.get(1)?.map(({ powerW }) => powerW),
    [6_000, 7_000],
  )
})

test('an EVSE without values in that time has no plot', () => {
  const window = addReadings(new Map(), [reading(1, 2, 100)], now)
  assert.equal(addReadings(window, [], now + 40 * 60_000).size, 0)
})
