import assert from 'node:assert/strict'
import test from 'node:test'
import { coreDefaults } from '../context.ts'
import { registrationOf } from './boot-charger.ts'

const charger = { id: 1, registration: 'accepted', operatorStatus: 'active', bootIntervalSeconds: null } as const

test('the heartbeat interval differs by up to 10 % from charger to charger, not from boot to boot (T-07)', () => {
  const intervals = Array.from(
    { length: 200 },
    (_, id) => registrationOf({ ...charger, id }, coreDefaults).intervalSeconds,
  )
  assert.ok(intervals.every((seconds) => seconds >= 270 && seconds <= 330))
  assert.ok(new Set(intervals).size > 50)
  assert.deepEqual(registrationOf(charger, coreDefaults), registrationOf(charger, coreDefaults))
})

test('chargers that are not let in ask again after 60 to 900 seconds (B-06)', () => {
  for (const registration of ['pending', 'rejected'] as const) {
    const answer = registrationOf({ ...charger, registration }, coreDefaults)
    assert.equal(answer.registration, registration)
    assert.ok(answer.intervalSeconds >= 60 && answer.intervalSeconds <= 900)
  }
})

test('an interval that was set for the charger is told exactly, whether it is let in or not', () => {
  for (const registration of ['accepted', 'pending', 'rejected'] as const) {
    const answer = registrationOf({ ...charger, registration, bootIntervalSeconds: 17 }, coreDefaults)
    assert.deepEqual(answer, { registration, intervalSeconds: 17 })
  }
})

test('a blocked charger is rejected, whatever it was before', () => {
  assert.equal(registrationOf({ ...charger, operatorStatus: 'blocked' }, coreDefaults).registration, 'rejected')
})
