import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { defaultSettings } from '../settings.ts'
import { ConnectLimits } from './rate-limits.ts'

const settings = { ...defaultSettings.connect, attemptBurst: 50, attemptsPerSecond: 10, maxPendingPerAddress: 20 }

function fail(limits: ConnectLimits, address: string, identity: string, nowMs: number): number {
  const wait = limits.begin({ address, identity }, nowMs)
  if (wait > 0) return wait
  limits.failed({ address, identity }, nowMs)
  limits.end({ address, identity })
  return 0
}

test('guessing gets slower and slower, but never stops for ever', () => {
  const limits = new ConnectLimits(settings)
  let nowMs = 0
  const waits: number[] = []
  for (let i = 0; i < 40; i += 1) {
    const wait = fail(limits, '10.0.0.1', 'CP1', nowMs)
    if (wait > 0) waits.push(wait)
    nowMs += wait * 1_000
  }
  assert.deepEqual(waits.slice(0, 7), [1, 2, 4, 8, 16, 32, 60])
  assert.ok(waits.every((wait) => wait <= settings.maxBlockSeconds))
})

test('the charger gets in while others attack its identity', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 200 }), fc.nat(3_000)), { maxLength: 300 }), (attack) => {
      const limits = new ConnectLimits(settings)
      let nowMs = 0
      for (const [host, pauseMs] of attack) {
        nowMs += pauseMs
        fail(limits, `10.1.0.${host}`, 'CP1', nowMs)
      }
      assert.equal(limits.begin({ address: '10.2.0.1', identity: 'CP1' }, nowMs), 0)
    }),
  )
})

test('a charger that got in before is not held up by a neighbour behind the same address', () => {
  const limits = new ConnectLimits(settings)
  assert.equal(limits.begin({ address: '10.0.0.1', identity: 'CP1' }, 0), 0)
  limits.succeeded({ address: '10.0.0.1', identity: 'CP1' }, 0)
  limits.end({ address: '10.0.0.1', identity: 'CP1' })
  for (let i = 0; i < 120; i += 1) fail(limits, '10.0.0.1', `X${i}`, 1_000 + 100 * i)
  assert.ok(limits.begin({ address: '10.0.0.1', identity: 'CP2' }, 13_000) > 0)
  assert.equal(limits.begin({ address: '10.0.0.1', identity: 'CP1' }, 17_000), 0)
})

test('a charger that comes for the first time is not held up by a depot full of wrong passwords (S-03)', () => {
  const limits = new ConnectLimits(settings)
  for (let i = 0; i < 60; i += 1) fail(limits, '10.0.0.1', `X${i}`, 100 * i)
  assert.equal(limits.begin({ address: '10.0.0.1', identity: 'NEW' }, 6_000), 0)
})

test('an address may have so many handshakes under way', () => {
  const limits = new ConnectLimits(settings)
  const attempt = { address: '10.0.0.1', identity: 'CP1' }
  for (let i = 0; i < settings.maxPendingPerAddress; i += 1) assert.equal(limits.begin(attempt, 0), 0)
  assert.equal(limits.begin(attempt, 0), 1)
  limits.end(attempt)
  assert.equal(limits.begin(attempt, 0), 0)
})

test('good connects cost an address nothing', () => {
  const limits = new ConnectLimits(settings)
  for (let i = 0; i < 1_000; i += 1) {
    const attempt = { address: '10.0.0.1', identity: `CP${i}` }
    assert.equal(limits.begin(attempt, 0), 0)
    limits.succeeded(attempt, 0)
    limits.end(attempt)
  }
})

test('the addresses of one IPv6 customer are one', () => {
  const limits = new ConnectLimits(settings)
  for (let i = 1; i <= 110; i += 1) fail(limits, `2001:db8:1:2::${i}`, `X${i}`, 100 * i)
  assert.ok(limits.begin({ address: '2001:db8:1:2:a:b:c:d', identity: 'Y' }, 11_000) > 0)
  assert.equal(limits.begin({ address: '2001:db8:1:3::1', identity: 'Y' }, 11_000), 0)
})
