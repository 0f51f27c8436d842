import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compositeSchedule } from '../smart-charging/composite-schedule.ts'
import { fallbackProfile, type GrantToSay, grantProfile, type ProfileTaker } from './grant-profile.ts'
import { provesFallback, provesLeaseEnd } from './proofs.ts'

const now = Temporal.Instant.from('2026-03-01T08:00:00Z')
const nowMs = now.epochMilliseconds
const grant: GrantToSay = {
  ...{ value: 16.38, unit: 'A', min: 6, fallback: 8, nowMs, untilMs: nowMs + 900_000 },
  ...{ sessionStartedMs: nowMs - 3_600_000, phases: null, voltageV: 230 },
}
const taker: ProfileTaker = { maxStackLevel: null, units: null, isClockOff: false }
const rateAt = (said: Partial<GrantToSay>, how: Partial<ProfileTaker>, seconds: number) => {
  const profile = grantProfile({ ...grant, ...said }, { ...taker, ...how })
  const schedule = profile.schedules[0]!
  const placed = { evse: 1, profile: { ...profile, id: 1, wireId: 'x' } }
  const session = { wireId: 'x', startedAt: Temporal.Instant.fromEpochMilliseconds(grant.sessionStartedMs) }
  const from = now.add({ seconds })
  return compositeSchedule({ profiles: [placed], evse: 1, from, durationSeconds: 60, unit: schedule.unit, session })
    .periods[0]!.limit
}

test('a grant holds from half a minute ago until its lease ends, and then says the fallback', () => {
  assert.equal(rateAt({}, {}, -29), 16.3)
  assert.equal(rateAt({}, {}, 890), 16.3)
  assert.equal(rateAt({}, {}, 900), 8)
})

test('a charger whose clock is off gets the same by the time since its session began', () => {
  const profile = grantProfile(grant, { ...taker, isClockOff: true })
  assert.equal(profile.kind, 'relative')
  assert.equal(profile.schedules[0]!.startsAt, undefined)
  assert.equal(rateAt({}, { isClockOff: true }, 0), 16.3)
  assert.equal(rateAt({}, { isClockOff: true }, 900), 8)
})

test('a rate is rounded down, and one below the minimum is a pause', () => {
  const first = (said: Partial<GrantToSay>, how: Partial<ProfileTaker> = {}) =>
    grantProfile({ ...grant, ...said }, { ...taker, ...how }).schedules[0]!.periods[0]!.limit
  assert.equal(first({ value: 9.99 }), 9.9)
  assert.equal(first({ value: 5.9 }), 0)
  assert.equal(first({ value: 10, phases: 3 }, { units: ['W'] }), 6_900)
  assert.equal(first({ value: 50_000.7, unit: 'W', min: 5_000 }), 50_000.7)
})

test('a charger that knows one level only gets the grant at that one', () => {
  assert.equal(grantProfile(grant, { ...taker, maxStackLevel: 0 }).stackLevel, 0)
  assert.equal(grantProfile(grant, taker).stackLevel, 1)
})

test('a charger that answers by its default alone proves its fallback, and one that leaves gaps does not', () => {
  const profile = { ...fallbackProfile({ fallback: 8, min: 6, unit: 'A', voltageV: 230 }, taker), id: 1 }
  const asked = { evse: 1, from: now, durationSeconds: 3_600, unit: 'A', session: null } as const
  const { periods } = compositeSchedule({ profiles: [{ evse: 1, profile }], ...asked })
  const reckoned = { atMs: nowMs, durationSeconds: 3_600, periods }
  assert.equal(provesFallback(reckoned, 8), true)
  assert.equal(provesFallback(reckoned, 6), false)
  assert.equal(provesFallback({ ...reckoned, periods: [{ startSeconds: 0, limit: null }] }, 8), false)
  assert.equal(provesFallback({ ...reckoned, periods: [] }, 8), false)
})

test('a charger that ends the grant in its own schedule proves that it obeys the lease', () => {
  const ends = [
    { startSeconds: 0, limit: 16 },
    { startSeconds: 900, limit: 8 },
  ]
  const lease = { value: 16, untilMs: nowMs + 900_000, fallback: 8 }
  assert.equal(provesLeaseEnd({ atMs: nowMs, durationSeconds: 1_800, periods: ends }, lease), true)
  assert.equal(
    provesLeaseEnd({ atMs: nowMs, durationSeconds: 900, periods: ends }, lease),
    false,
    'it does not reach so far',
  )
  const goesOn = [{ startSeconds: 0, limit: 16 }]
  assert.equal(provesLeaseEnd({ atMs: nowMs, durationSeconds: 1_800, periods: goesOn }, lease), false)
  const never = [{ startSeconds: 0, limit: 8 }]
  assert.equal(provesLeaseEnd({ atMs: nowMs, durationSeconds: 1_800, periods: never }, lease), false, 'it had no grant')
})
