import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowedSilenceSeconds, beat, ignoredPings, type LivenessRules, newPulse, type Pulse } from './liveness.ts'

const rules: LivenessRules = { pingSeconds: { min: 30, max: 60 }, missedPongs: 2, silenceSeconds: null }

/** Lets seconds pass; `hear` says in which of them something arrives. The second of the end, or null. */
function live(
  pulse: Pulse,
  how: LivenessRules,
  seconds: number,
  hear: (second: number, pinged: boolean) => boolean,
): number | null {
  for (let second = 1; second <= seconds; second += 1) {
    const verdict = beat(pulse, how, second * 1_000)
    if (verdict === 'end') return second
    if (hear(second, verdict === 'ping')) pulse.lastHeardMs = second * 1_000
  }
  return null
}

test('a charger that answers pings stays connected', () => {
  assert.equal(
    live(newPulse(0, rules), rules, 7_200, (_, pinged) => pinged),
    null,
  )
})

test('a heartbeat every 60 seconds is life enough (Q-013)', () => {
  assert.equal(
    live(newPulse(0, rules), rules, 7_200, (second) => second % 60 === 0),
    null,
  )
})

test('after a loss of power the connection ends at the second missed pong (Q-011)', () => {
  const end = live(newPulse(0, rules), rules, 600, () => false)
  assert.ok(end !== null && end >= 90 && end <= 181, `ended after ${end} s`)
})

test('a charger that ignores pings is judged by its silence (Q-012)', () => {
  const silenceSeconds = allowedSilenceSeconds(300)
  assert.equal(silenceSeconds, 900)
  const patient = { ...rules, silenceSeconds }
  assert.equal(
    live(newPulse(0, patient), patient, 7_200, (second) => second % 300 === 0),
    null,
  )
  assert.equal(
    live(newPulse(0, patient), patient, 7_200, () => false),
    901,
  )
  assert.equal(allowedSilenceSeconds(null), 300)
})

test('ignoring pings takes two pings, no pong and a message', () => {
  const pulse = { ...newPulse(0, rules), pings: 2 }
  assert.equal(ignoredPings(pulse, true), true)
  assert.equal(ignoredPings(pulse, false), false)
  assert.equal(ignoredPings({ ...pulse, pongs: 1 }, true), false)
  assert.equal(ignoredPings({ ...pulse, pings: 1 }, true), false)
})
