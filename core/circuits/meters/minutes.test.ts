import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CircuitSample } from '../meter.ts'
import { gatherMinutes } from './minutes.ts'

const start = Temporal.Instant.from('2026-11-20T08:00:00Z')
const sample = (seconds: number, L1: number, powerW: number | null = null): CircuitSample => ({
  ...{ meterId: 1, at: start.add({ seconds }), powerW },
  amps: { L1, L2: null, L3: null },
})

test('a minute keeps means, and the largest rise from one sample to the next', () => {
  const minutes = gatherMinutes()
  for (const [seconds, amps] of [
    [0, 10],
    [5, 14],
    [10, 12],
    [15, 20],
    [60, 100],
  ] as const)
    minutes.add(sample(seconds, amps), 5)
  assert.deepEqual(minutes.take(start.add({ seconds: 59 })), [])
  const [minute, ...more] = minutes.take(start.add({ seconds: 61 }))
  assert.deepEqual(
    [minute!.amps.L1, minute!.rise.L1, minute!.samples, minute!.powerW, minute!.rise.L2],
    [14, 8, 4, null, null],
  )
  assert.deepEqual(more, [], 'the running minute stays')
  assert.equal(minutes.take('all')[0]!.rise.L1, null, 'after a gap nobody knows how fast it rose')
})

test('a rise over the turn of a minute is not lost', () => {
  const minutes = gatherMinutes()
  minutes.add(sample(58, 10), 5)
  minutes.take('all')
  minutes.add(sample(63, 25), 5)
  assert.equal(minutes.take('all')[0]!.rise.L1, 15)
})

test('where it is known what is not ours, its rises count and not those of our chargers', () => {
  const minutes = gatherMinutes()
  for (const [seconds, whole, rest] of [
    [0, 20, 10],
    [5, 50, 12],
  ] as const) {
    minutes.add(sample(seconds, whole), 5)
    minutes.addUnmanaged(sample(seconds, rest), 5)
  }
  assert.equal(minutes.take('all')[0]!.rise.L1, 2)
})
