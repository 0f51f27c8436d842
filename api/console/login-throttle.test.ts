import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Refusal } from './errors.ts'
import { createLoginThrottle } from './login-throttle.ts'

function held() {
  let nowMs = 1_000_000
  const throttle = createLoginThrottle(() => nowMs)
  return {
    throttle,
    wait: (seconds: number) => {
      nowMs += seconds * 1000
    },
    /** The seconds to wait, or 0. */
    fail(address: string, login: string): number {
      try {
        throttle.attempt(address, login)
        return 0
      } catch (refusal) {
        return Number((refusal as Refusal).headers['retry-after'])
      }
    },
  }
}

describe('wrong passwords', () => {
  test('each costs a longer wait once five were wrong, and never more than five minutes', () => {
    const { fail, wait } = held()
    for (let n = 0; n < 5; n++) assert.equal(fail('10.0.0.1', 'anna'), 0)
    const waits: number[] = []
    for (let n = 0; n < 11; n++) {
      const seconds = fail('10.0.0.1', 'ANNA')
      waits.push(seconds)
      wait(seconds)
      assert.equal(fail('10.0.0.1', 'anna'), 0)
    }
    assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
  })

  test('the person comes in from another address all the while', () => {
    const { fail, wait } = held()
    for (let n = 0; n < 500; n++) wait(fail('10.0.0.1', 'anna'))
    fail('10.0.0.1', 'anna')
    assert.ok(fail('10.0.0.1', 'anna') > 0)
    assert.equal(fail('10.0.0.2', 'anna'), 0)
    assert.equal(fail('2001:db8:1:2::9', 'anna'), 0)
  })

  test('an address that tries many logins is slowed down for all of them, by a minute at most', () => {
    const { fail, wait } = held()
    for (let n = 0; n < 30; n++) assert.equal(fail('2001:db8::1', `person${n}`), 0)
    assert.ok(fail('2001:db8::2', 'somebody') > 0, 'one /64 is one caller')
    for (let n = 0; n < 200; n++) wait(fail('2001:db8::1', `other${n}`))
    assert.ok(fail('2001:db8::1', 'somebody') <= 60)
  })

  test('a right password forgets the wrong ones before', () => {
    const { throttle, fail } = held()
    for (let n = 0; n < 4; n++) fail('10.0.0.1', 'anna')
    throttle.attempt('10.0.0.1', 'anna').forgive()
    for (let n = 0; n < 5; n++) assert.equal(fail('10.0.0.1', 'anna'), 0)
  })

  test('a clock that is set back by hours locks nobody out for hours', () => {
    const { fail, wait } = held()
    for (let n = 0; n < 5; n++) fail('10.0.0.1', 'anna')
    wait(-6 * 3600)
    assert.ok(fail('10.0.0.1', 'anna') <= 300)
  })
})
