import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AlignedSamples } from './aligned-samples.ts'
import { startClock } from './clock.ts'

/** A clock that stands at a time of day until the test moves it to its next timer. */
function standingClock(time: string) {
  let nowMs = Date.parse(`2026-05-04T${time}Z`)
  const timers: { dueMs: number; run(): void }[] = []
  const clock = {
    ...startClock(),
    nowMs: () => nowMs,
    setTimeout(run: () => void, afterMs: number) {
      const timer = { dueMs: nowMs + afterMs, run }
      timers.push(timer)
      return { cancel: () => timers.splice(0, timers.length, ...timers.filter((one) => one !== timer)) }
    },
  }
  const next = () => {
    const timer = timers.shift()
    if (!timer) return
    nowMs = timer.dueMs
    timer.run()
  }
  return { clock, next, time: () => new Date(nowMs).toISOString().slice(11, 19) }
}

const cases: [from: string, everySeconds: number, times: string[]][] = [
  ['12:00:17', 60, ['12:01:00', '12:02:00', '12:03:00']],
  ['12:07:00', 900, ['12:15:00', '12:30:00', '12:45:00']],
  ['12:15:00', 900, ['12:30:00', '12:45:00', '13:00:00']],
  ['23:59:00', 3_600, ['00:00:00', '01:00:00', '02:00:00']],
  ['12:00:17', 0, []],
]

for (const [from, everySeconds, times] of cases) {
  test(`samples every ${everySeconds} s from ${from} on are due at ${times.join(', ') || 'no time'}`, () => {
    const { clock, next, time } = standingClock(from)
    const due: string[] = []
    const samples = new AlignedSamples(clock, () => due.push(time()))
    samples.every(everySeconds)
    for (let count = 0; count < 3; count++) next()
    assert.deepEqual(due, times)
    samples.close()
  })
}

test('another interval takes the place of the former', () => {
  const { clock, next, time } = standingClock('12:00:17')
  const due: string[] = []
  const samples = new AlignedSamples(clock, () => due.push(time()))
  samples.every(60)
  samples.every(900)
  next()
  assert.deepEqual(due, ['12:15:00'])
})
