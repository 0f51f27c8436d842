import assert from 'node:assert/strict'
import { test } from 'node:test'
import { followReadiness, type Readiness } from './follow-readiness.ts'
import type { ReadinessState } from './readiness.ts'

const departsAtS = 10_000
const forecast = (state: ReadinessState, departure = departsAtS) => ({ state, departsAtS: departure })

test('the first forecast is said at once', () => {
  const step = followReadiness(null, forecast('on track'), 0)
  assert.deepEqual(step, {
    readiness: { state: 'on track', sinceS: 0, alarmedForS: null },
    changed: true,
    alarm: false,
  })
})

test('a forecast that swings each minute changes what is said at most once per five minutes', () => {
  let readiness: Readiness | null = null
  const changesS: number[] = []
  for (let nowS = 0; nowS < 3600; nowS += 60) {
    const step = followReadiness(readiness, forecast((nowS / 60) % 2 ? 'at risk' : 'on track'), nowS)
    if (step.changed) changesS.push(nowS)
    readiness = step.readiness
  }
  assert.ok(changesS.length > 1)
  assert.ok(changesS.every((changedS, at) => at === 0 || changedS - changesS[at - 1]! >= 300))
})

test('a vehicle that will be late is alarmed once, and again only when it is asked for another time', () => {
  let readiness: Readiness | null = null
  let alarms = 0
  const states: ReadinessState[] = ['will be late', 'will be late', 'on track', 'will be late', 'will be late']
  for (const [at, state] of states.entries()) {
    const step = followReadiness(readiness, forecast(state), at * 400)
    if (step.alarm) alarms++
    readiness = step.readiness
  }
  assert.equal(alarms, 1)
  assert.equal(followReadiness(readiness, forecast('will be late', departsAtS + 60), 2400).alarm, true)
})
