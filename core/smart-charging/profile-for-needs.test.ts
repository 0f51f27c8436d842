import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ChargingNeeds } from './needs.ts'
import { type LimitsForNeeds, profileForNeeds, simplerProfile } from './profile-for-needs.ts'

const now = Temporal.Instant.from('2027-03-01T12:00:00Z')
const needs: ChargingNeeds = {
  mode: 'AC_three_phase',
  departureAt: null,
  energyWh: 20_000,
  minA: 6,
  maxA: 32,
  maxW: null,
  maxV: 400,
  maxDischargeW: null,
  maxPeriods: null,
}
const limits: LimitsForNeeds = {
  now,
  unit: 'A',
  periods: [{ startSeconds: 0, limit: null }],
  horizonSeconds: 86_400,
  maxPeriods: null,
  wireId: 'T-1',
}
const periodsOf = (change: Partial<ChargingNeeds>, more: Partial<LimitsForNeeds>) =>
  profileForNeeds({ ...needs, ...change }, { ...limits, ...more })?.schedules[0]?.periods.map(
    ({ startSeconds, limit }) => [startSeconds, limit],
  )

const steps = [20, 10, 12, 30].map((limit, index) => ({ startSeconds: index * 600, limit }))

test('a vehicle gets what it can take, and no more than every limit allows, until it departs', () => {
  assert.deepEqual(periodsOf({}, {}), [[0, 32]])
  assert.deepEqual(periodsOf({ maxA: 16 }, { periods: steps }), [
    [0, 16],
    [600, 10],
    [1_200, 12],
    [1_800, 16],
  ])
  assert.deepEqual(periodsOf({}, { periods: [{ startSeconds: 0, limit: 4 }] }), [[0, 0]], 'K-05: too little is a pause')
  const leaving = profileForNeeds({ ...needs, departureAt: '2027-03-01T12:15:00Z' }, { ...limits, periods: steps })!
    .schedules[0]!
  assert.deepEqual([leaving.durationSeconds, leaving.periods.length], [900, 2])
  assert.equal(periodsOf({ mode: 'DC', maxA: null, maxV: null }, { unit: 'W' }), undefined, 'nothing limits it')
  assert.deepEqual(periodsOf({ mode: 'DC', maxA: 200, maxV: 500 }, { unit: 'W' }), [[0, 100_000]])
})

test('K15.FR.05: it gets no more periods than it takes; where they are joined the lower limit stays', () => {
  assert.deepEqual(periodsOf({ maxPeriods: 3 }, { periods: steps }), [
    [0, 20],
    [600, 10],
    [1_800, 30],
  ])
  assert.deepEqual(periodsOf({ maxPeriods: 9 }, { periods: steps, maxPeriods: 1 }), [[0, 10]])
  assert.deepEqual(simplerProfile(profileForNeeds(needs, { ...limits, periods: steps })!).schedules[0]!.periods, [
    { startSeconds: 0, limit: 10 },
  ])
})

test('however its periods are joined, it never gets more than is allowed', () => {
  const someLimits = fc.array(fc.integer({ min: 0, max: 64 }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(
      someLimits,
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 6, max: 63 }),
      (allowed, maxPeriods, maxA) => {
        const periods = allowed.map((limit, index) => ({ startSeconds: index * 100, limit }))
        const [schedule] = profileForNeeds({ ...needs, maxA, maxPeriods }, { ...limits, periods })!.schedules
        assert.ok(schedule!.periods.length <= maxPeriods)
        assert.equal(schedule!.periods[0]!.startSeconds, 0)
        for (const { startSeconds, limit } of periods) {
          const given = schedule!.periods.findLast((period) => period.startSeconds <= startSeconds)!.limit!
          assert.ok(given <= Math.min(limit, maxA) && (given === 0 || given >= 6), `${given} of ${limit}`)
        }
      },
    ),
  )
})
