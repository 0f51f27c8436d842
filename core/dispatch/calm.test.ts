import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type CalmRules, calm, notRunning, type Running, usualCalm, type Wanted } from './calm.ts'

type Seen = { atS: number; value: number; reason: string }

test('a grant is lowered at once, however soon after the last set-point', () => {
  const running = new Map([['s', { ...notRunning, value: 32, sentAtS: 99 }]])
  const { grants } = calm([wanted(16)], { running, siteRaises: [] }, 100, usualCalm)
  assert.deepEqual(grants, [{ sessionId: 's', value: 16, unit: 'A', reason: 'circuit_limit', boundBy: 'fuse' }])
})

test('room is used when it has been there for a minute, and then along the ramp', () => {
  const seen = follow(() => wanted(16), 200)
  assert.deepEqual(changes(seen), [
    { atS: 60, value: 6, reason: 'ramping' },
    { atS: 70, value: 7, reason: 'ramping' },
    { atS: 80, value: 8, reason: 'ramping' },
    { atS: 90, value: 9, reason: 'ramping' },
    { atS: 100, value: 10, reason: 'ramping' },
    { atS: 110, value: 11, reason: 'ramping' },
    { atS: 120, value: 12, reason: 'ramping' },
    { atS: 130, value: 13, reason: 'ramping' },
    { atS: 140, value: 14, reason: 'ramping' },
    { atS: 150, value: 15, reason: 'ramping' },
    { atS: 160, value: 16, reason: 'circuit_limit' },
  ])
})

test('room that comes and goes is used as far as it stays', () => {
  const seen = follow((atS) => wanted(atS % 50 < 25 ? 12 : 8), 400)
  assert.equal(Math.max(...seen.map((one) => one.value)), 8)
})

test('less than an ampere more is not worth a set-point', () => {
  const running = new Map<string, Running>([['s', { ...notRunning, value: 15.5, room: [{ value: 16, sinceS: 0 }] }]])
  const { grants } = calm([wanted(16)], { running, siteRaises: [] }, 500, usualCalm)
  assert.deepEqual([grants[0]?.value, grants[0]?.reason], [15.5, 'ramping'])
})

test('a charger whose minimum is steeper than the ramp starts at its minimum', () => {
  const dc = { ...wanted(100_000), unit: 'W' as const, min: 25_000, step: 1_000, wattsPerUnit: 1 }
  const seen = follow(() => dc, 90)
  assert.deepEqual(changes(seen).slice(0, 2), [
    { atS: 60, value: 25_000, reason: 'ramping' },
    { atS: 70, value: 28_000, reason: 'ramping' },
  ])
})

test('after the return of power a session starts when its own delay is over', () => {
  const seen = follow(() => wanted(6), 200, { ...notRunning, startsAtS: 107 })
  assert.deepEqual(changes(seen), [{ atS: 107, value: 6, reason: 'circuit_limit' }])
})

test('after a mass reconnect the site is never raised by more than its ramp in any minute (test 16)', () => {
  const rules: CalmRules = { ...usualCalm, siteRampWattsPerMinute: 20_000 }
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 6, max: 32 }), { minLength: 1, maxLength: 40 }), (rates) => {
      let state: { running: ReadonlyMap<string, Running>; siteRaises: readonly { atS: number; watts: number }[] } = {
        running: new Map(),
        siteRaises: [],
      }
      const totals: number[] = []
      for (let atS = 0; atS < 900; atS += 5) {
        const wants = rates.map((rate, k) => ({ ...wanted(rate), sessionId: `s${k}` }))
        const step = calm(wants, state, atS, rules)
        state = step
        totals.push(step.grants.reduce((sum, grant) => sum + grant.value * 690, 0))
      }
      for (const [k, total] of totals.entries()) {
        assert.ok(total - (totals[Math.max(0, k - 11)] ?? 0) <= 20_000 + 1e-6, `${total} W at ${k * 5} s`)
      }
    }),
    { numRuns: 20, seed: 16 },
  )
})

test('what is set is never more than what is wanted, and nothing between a pause and the minimum', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 6, 7, 10, 16, 32), { minLength: 1, maxLength: 60 }), (wants) => {
      const seen = follow((atS) => wanted(wants[Math.floor(atS / 20) % wants.length]!), 20 * wants.length)
      for (const [k, one] of seen.entries()) {
        const want = wants[Math.floor(one.atS / 20) % wants.length]!
        assert.ok(one.value <= want && (one.value === 0 || one.value >= 6))
        assert.equal(one.reason, one.value < want ? 'ramping' : 'circuit_limit')
        const before = seen[k - 1]?.value ?? 0
        assert.ok(before === 0 || one.value - before <= 6, `from ${before} to ${one.value}`)
      }
    }),
    { numRuns: 100, seed: 17 },
  )
})

function wanted(value: number): Wanted {
  const why = { reason: 'circuit_limit', boundBy: 'fuse' } as const
  return { sessionId: 's', value, unit: 'A', ...why, min: 6, step: 1, wattsPerUnit: 690 }
}

function follow(wantedAt: (atS: number) => Wanted, forS: number, from: Running = notRunning): Seen[] {
  let running: ReadonlyMap<string, Running> = new Map([['s', from]])
  return Array.from({ length: forS }, (_, atS) => {
    const step = calm([wantedAt(atS)], { running, siteRaises: [] }, atS, usualCalm)
    running = step.running
    return { atS, value: step.grants[0]!.value, reason: step.grants[0]!.reason }
  })
}

const changes = (seen: readonly Seen[]) => seen.filter((one, k) => one.value !== (seen[k - 1]?.value ?? 0))
