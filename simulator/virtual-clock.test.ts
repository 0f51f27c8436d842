import assert from 'node:assert/strict'
import { test } from 'node:test'
import { virtualClock } from './virtual-clock.ts'

test('whatever waits happens in the order of its time, at that time, and what follows from it as well', async () => {
  const clock = virtualClock(Temporal.Instant.from('2026-05-04T06:00:00Z'))
  const startMs = clock.nowMs()
  const seen: string[] = []
  const note = (what: string) => seen.push(`${what} ${clock.nowMs() - startMs}`)
  clock.setTimeout(() => note('third'), 300)
  clock.setTimeout(() => {
    note('first')
    clock.setTimeout(() => note('second'), 100)
  }, 100)
  clock.setTimeout(() => note('too late'), 1_001)
  clock.setTimeout(() => note('cancelled'), 50).cancel()
  const slept = clock.sleep(250).then(() => note('slept'))
  await clock.runTo(startMs + 1_000)
  await slept
  assert.deepEqual(seen, ['first 100', 'second 200', 'slept 250', 'third 300'])
  assert.equal(clock.nowMs(), startMs + 1_000)
})
