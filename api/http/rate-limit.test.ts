import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { callerOf, createRateLimiter } from './rate-limit.ts'

test('no caller gets more than its share in any window', () => {
  const steps = fc.array(fc.record({ waitMs: fc.nat(400), caller: fc.constantFrom('192.0.2.1', '192.0.2.2') }))
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 5 }), (requests, max) => {
      let now = 0
      const limiter = createRateLimiter({ max, windowSeconds: 1 }, () => now)
      const allowed: Record<string, number[]> = { '192.0.2.1': [], '192.0.2.2': [] }

      for (const { waitMs, caller } of requests) {
        now += waitMs
        const before = allowed[caller]!.filter((time) => time > now - 1000).length
        const answer = limiter.take(caller)
        // Neither more than its share nor less.
        assert.equal(answer.allowed, before < max)
        assert.equal(answer.remaining, max - before - (answer.allowed ? 1 : 0))
        if (answer.allowed) allowed[caller]!.push(now)
      }
    }),
  )
})

test('a caller that waits as long as it is told gets through', () => {
  let now = 0
  const limiter = createRateLimiter({ max: 2, windowSeconds: 10 }, () => now)
  limiter.take('192.0.2.1')
  now = 3_500
  limiter.take('192.0.2.1')
  const refused = limiter.take('192.0.2.1')
  assert.deepEqual(refused, { allowed: false, remaining: 0, resetSeconds: 7 })
  now += refused.resetSeconds * 1000
  assert.equal(limiter.take('192.0.2.1').allowed, true)
})

test('a clock that jumps, forwards or backwards, never lets more through nor locks anyone out for longer', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -100_000, max: 100_000 }), { maxLength: 20 }), (jumps) => {
      let now = 1_000_000
      const limiter = createRateLimiter({ max: 3, windowSeconds: 10 }, () => now)
      for (const jump of jumps) {
        now += jump
        const allowed = Array.from({ length: 6 }, () => limiter.take('192.0.2.1')).filter((answer) => answer.allowed)
        assert.ok(allowed.length <= 3)
      }
      now += 10_000
      assert.equal(limiter.take('192.0.2.1').allowed, true)
    }),
  )
})

test('memory is bounded, and the caller heard of longest ago is forgotten first', () => {
  const limiter = createRateLimiter({ max: 1, windowSeconds: 10 }, () => 0, 100)
  for (let i = 0; i < 1000; i++) limiter.take(`192.0.${i >> 8}.${i & 255}`)
  assert.equal(limiter.size, 100)
  assert.equal(limiter.take('192.0.3.231').allowed, false)
  assert.equal(limiter.take('192.0.0.0').allowed, true)
})

test('all addresses of one IPv6 network are one caller', () => {
  assert.equal(callerOf('2001:db8:0:7::1'), '2001:db8:0:7::/64')
  assert.equal(callerOf('2001:DB8:0:7:ffff:1:2:3'), '2001:db8:0:7::/64')
  assert.equal(callerOf('2001:db8::1'), '2001:db8:0:0::/64')
  assert.equal(callerOf('::1'), '0:0:0:0::/64')
  assert.equal(callerOf('192.0.2.1'), '192.0.2.1')
})
