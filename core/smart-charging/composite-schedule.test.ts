import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { activePeriod } from './active-period.ts'
import { type CompositeQuestion, compositeSchedule } from './composite-schedule.ts'
import type { ChargingProfile, PlacedProfile, ProfilePurpose, RateUnit, SchedulePeriod } from './profile.ts'

const noon = Temporal.Instant.from('2027-03-01T12:00:00Z')
const at = (text: string) => Temporal.Instant.from(text)
let nextId = 1

type Told = Partial<Omit<ChargingProfile, 'schedules'>> & {
  evse?: number
  unit?: RateUnit
  startsAt?: string | undefined
  durationSeconds?: number
  localTime?: boolean
  periods: [number, number, Partial<SchedulePeriod>?][]
}

function placed({
  evse = 1,
  unit = 'A',
  startsAt,
  durationSeconds,
  localTime,
  periods,
  ...profile
}: Told): PlacedProfile {
  const schedule = {
    unit,
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    ...(localTime ? { localTime } : {}),
    periods: periods.map(([startSeconds, limit, more]) => ({ startSeconds, limit, ...more })),
  }
  return {
    evse,
    profile: { id: nextId++, stackLevel: 0, purpose: 'default', kind: 'relative', ...profile, schedules: [schedule] },
  }
}

function limits(profiles: PlacedProfile[], question: Partial<CompositeQuestion> = {}) {
  const session = { wireId: 'T-1', startedAt: question.from ?? noon }
  const asked = { evse: 1, from: noon, durationSeconds: 600, unit: 'A' as const, session, ...question }
  return compositeSchedule({ profiles, ...asked }).periods.map(({ startSeconds, limit }) => [startSeconds, limit])
}

test('TC_072: of two levels the higher one counts until its schedule ends, then the lower one', () => {
  const absolute = { kind: 'absolute', startsAt: noon.toString() } as const
  const low = placed({
    ...absolute,
    durationSeconds: 400,
    periods: [
      [0, 6],
      [50, 5],
      [100, 8],
      [200, 10],
    ],
  })
  const high = placed({
    ...absolute,
    stackLevel: 1,
    durationSeconds: 150,
    periods: [
      [0, 7],
      [100, 9],
    ],
  })
  assert.deepEqual(limits([low, high], { durationSeconds: 350 }), [
    [0, 7],
    [100, 9],
    [150, 8],
    [200, 10],
  ])
  assert.deepEqual(limits([high, low], { durationSeconds: 500 }).at(-1), [400, null], 'after both nothing limits')
})

test('without a duration a level never falls back', () => {
  const low = placed({ periods: [[0, 6]] })
  const high = placed({
    stackLevel: 3,
    periods: [
      [0, 20],
      [60, 25],
    ],
  })
  assert.deepEqual(limits([low, high]), [
    [0, 20],
    [60, 25],
  ])
})

test('a profile of the session counts before the default, also at a lower level; an EVSE before the charger', () => {
  const everywhere = placed({ evse: 0, stackLevel: 1, periods: [[0, 10]] })
  const here = placed({ evse: 1, stackLevel: 1, periods: [[0, 12]] })
  const other = placed({ evse: 2, stackLevel: 9, periods: [[0, 1]] })
  assert.deepEqual(limits([everywhere, other]), [[0, 10]])
  assert.deepEqual(limits([everywhere, here, other]), [[0, 12]])
  const own = placed({ purpose: 'transaction', wireId: 'T-1', durationSeconds: 100, periods: [[0, 32]] })
  const foreign = placed({ purpose: 'transaction', wireId: 'T-2', stackLevel: 9, periods: [[0, 1]] })
  assert.deepEqual(limits([everywhere, here, own, foreign]), [
    [0, 32],
    [100, 12],
  ])
  assert.deepEqual(limits([here, own], { session: null }), [[0, 12]], 'without a session its profile is none')
})

test('the least of the purposes counts, and what is generated locally comes on top (SC.01)', () => {
  const max = placed({
    evse: 0,
    purpose: 'max',
    kind: 'absolute',
    startsAt: noon.toString(),
    periods: [
      [0, 20],
      [300, 40],
    ],
  })
  const external = placed({
    evse: 0,
    purpose: 'external',
    kind: 'absolute',
    startsAt: noon.toString(),
    durationSeconds: 60,
    periods: [[0, 9]],
  })
  const own = placed({ purpose: 'transaction', wireId: 'T-1', periods: [[0, 32]] })
  assert.deepEqual(limits([max, external, own]), [
    [0, 9],
    [60, 20],
    [300, 32],
  ])
  const sun = placed({
    evse: 0,
    purpose: 'local-generation',
    kind: 'absolute',
    startsAt: noon.toString(),
    periods: [[0, 4]],
  })
  assert.deepEqual(limits([max, external, own, sun]), [
    [0, 13],
    [60, 24],
    [300, 36],
  ])
  assert.deepEqual(limits([max, external, own, placed({ periods: [[0, 1]] })], { evse: 0 }), [
    [0, 9],
    [60, 20],
    [300, 40],
  ])
})

test('priority counts while it is on, whatever else the session has', () => {
  const own = placed({ purpose: 'transaction', wireId: 'T-1', periods: [[0, 6]] })
  const prior = placed({ purpose: 'priority', periods: [[0, 32]] })
  assert.deepEqual(limits([own, prior]), [[0, 6]])
  assert.deepEqual(limits([own, prior], { hasPriority: true }), [[0, 32]])
})

test('what recurs daily goes on over midnight, and every 24 hours also when the clocks change', () => {
  const night = placed({
    ...{ kind: 'recurring', recurrence: 'daily', startsAt: '2027-03-01T22:00:00Z', durationSeconds: 6 * 3_600 },
    periods: [
      [0, 16],
      [4 * 3_600, 32],
    ],
  })
  const from = at('2027-03-27T23:00:00Z') // the night in which Berlin puts its clocks forward
  assert.deepEqual(limits([night], { from, durationSeconds: 26 * 3_600 }), [
    [0, 16],
    [3 * 3_600, 32],
    [5 * 3_600, null],
    [23 * 3_600, 16],
  ])
  const local = structuredClone(night)
  local.profile.schedules[0]!.localTime = true
  const there = limits([local], {
    from: at('2027-03-28T12:00:00Z'),
    durationSeconds: 12 * 3_600,
    timeZone: 'Europe/Berlin',
  })
  assert.deepEqual(
    there,
    [
      [0, null],
      [9 * 3_600, 16],
    ],
    '23:00 on the wall is an hour earlier in summer',
  )
})

test('what recurs weekly repeats on its day; what is longer than the recurrence is cut by the next one', () => {
  const weekly = placed({
    ...{ kind: 'recurring', recurrence: 'weekly', startsAt: '2027-03-01T12:00:00Z', durationSeconds: 3_600 },
    periods: [[0, 10]],
  })
  assert.deepEqual(limits([weekly], { from: at('2027-03-08T12:30:00Z'), durationSeconds: 7_200 }), [
    [0, 10],
    [1_800, null],
  ])
  assert.deepEqual(limits([weekly], { from: at('2027-03-09T12:30:00Z'), durationSeconds: 7_200 }), [[0, null]])
  const long = placed({
    ...{ kind: 'recurring', recurrence: 'daily', startsAt: '2027-03-01T00:00:00Z' },
    periods: [
      [0, 10],
      [90_000, 1],
    ],
  })
  assert.deepEqual(limits([long], { from: at('2027-03-05T00:00:00Z'), durationSeconds: 172_800 }), [[0, 10]])
})

test('before validFrom and from validTo on a profile is not there', () => {
  const low = placed({ periods: [[0, 6]] })
  const later = placed({
    stackLevel: 2,
    validFrom: '2027-03-01T12:02:00Z',
    validTo: '2027-03-01T12:04:00Z',
    periods: [[0, 16]],
  })
  assert.deepEqual(limits([low, later]), [
    [0, 6],
    [120, 16],
    [240, 6],
  ])
  assert.deepEqual(limits([later]), [
    [0, null],
    [120, 16],
    [240, null],
  ])
})

test('watts and amperes are compared in the unit that is asked for, by the phases that are used', () => {
  const watts = placed({
    evse: 0,
    purpose: 'max',
    kind: 'absolute',
    startsAt: noon.toString(),
    unit: 'W',
    periods: [[0, 11_040]],
  })
  const amperes = placed({
    periods: [
      [0, 20],
      [60, 10, { phases: 1 }],
    ],
  })
  assert.deepEqual(limits([watts, amperes]), [
    [0, 16],
    [60, 10],
  ])
  assert.deepEqual(limits([watts, amperes], { unit: 'W' }), [
    [0, 11_040],
    [60, 2_300],
  ])
})

test('K08.FR.08: a setpoint stays within the limits, in both directions', () => {
  const own = placed({
    purpose: 'transaction',
    wireId: 'T-1',
    unit: 'W',
    periods: [
      [0, 9_000, { setpoint: 11_000, dischargeLimit: -5_000 }],
      [60, 9_000, { setpoint: -8_000, dischargeLimit: -5_000 }],
    ],
  })
  const { periods } = compositeSchedule({
    ...{ profiles: [own], evse: 1, from: noon, durationSeconds: 120, unit: 'W' },
    session: { wireId: 'T-1', startedAt: noon },
  })
  assert.deepEqual(
    periods.map(({ setpoint }) => setpoint),
    [9_000, -5_000],
  )
})

test('a dynamic profile gives its present values, from when it was received', () => {
  const dynamic = { ...placed({ kind: 'dynamic', periods: [[0, 13]] }), receivedAt: noon.add({ seconds: 30 }) }
  assert.deepEqual(limits([dynamic]), [
    [0, null],
    [30, 13],
  ])
})

test('the schedule is never above any profile that counts, and says all that changes', () => {
  const purposes: ProfilePurpose[] = ['max', 'external', 'default', 'transaction']
  const aProfile = fc.record({
    purpose: fc.constantFrom(...purposes),
    stackLevel: fc.integer({ min: 0, max: 3 }),
    kind: fc.constantFrom('absolute' as const, 'relative' as const, 'recurring' as const),
    offset: fc.integer({ min: -200_000, max: 5_000 }),
    durationSeconds: fc.option(fc.integer({ min: 1, max: 90_000 }), { nil: undefined }),
    periods: fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 50_000 }), fc.integer({ min: 0, max: 320 })), {
      maxLength: 4,
      selector: ([start]) => start,
    }),
    first: fc.integer({ min: 0, max: 320 }),
  })
  fc.assert(
    fc.property(fc.array(aProfile, { maxLength: 6 }), fc.integer({ min: 0, max: 99_999 }), (told, probe) => {
      const profiles = told.map(({ purpose, kind, offset, durationSeconds, periods, first, stackLevel }) =>
        placed({
          ...{ purpose, kind, stackLevel, evse: purpose === 'max' || purpose === 'external' ? 0 : 1 },
          ...(purpose === 'transaction' ? { wireId: 'T-1' } : {}),
          ...(kind === 'recurring' ? { recurrence: 'daily' as const } : {}),
          startsAt: kind === 'relative' ? undefined : noon.add({ seconds: offset }).toString(),
          ...(durationSeconds === undefined ? {} : { durationSeconds }),
          periods: [
            [0, first / 10],
            ...periods
              .toSorted((one, other) => one[0] - other[0])
              .map(([start, limit]) => [start, limit / 10] as [number, number]),
          ],
        }),
      )
      const { periods } = compositeSchedule({
        ...{ profiles, evse: 1, from: noon, durationSeconds: 100_000, unit: 'A' },
        session: { wireId: 'T-1', startedAt: noon },
      })
      const limit = periods.findLast(({ startSeconds }) => startSeconds <= probe)!.limit
      const atMs = noon.epochMilliseconds + probe * 1_000
      const active = profiles.flatMap((one) => {
        const found = activePeriod(one, atMs, { from: noon, startedAt: noon, timeZone: null })
        return found ? [{ ...one.profile, limit: found.period.limit! }] : []
      })
      const hasOwn = active.some(({ purpose }) => purpose === 'transaction')
      const counting = active.filter(({ purpose }) => purpose !== (hasOwn ? 'default' : 'transaction'))
      const top = counting.filter((one) =>
        counting.every((other) => other.purpose !== one.purpose || other.stackLevel <= one.stackLevel),
      )
      // Of the session's own purpose one of the highest level counts; which one is not told when there are two.
      const mustHold = top.filter(
        (one) =>
          one.purpose === 'max' ||
          one.purpose === 'external' ||
          top.filter((other) => other.purpose === one.purpose).length === 1,
      )
      if (active.length === 0) assert.equal(limit, null)
      else assert.notEqual(limit, null)
      for (const one of mustHold) assert.ok(limit! <= one.limit + 1e-9, `${limit} above ${JSON.stringify(one)}`)
      if (limit !== null)
        assert.ok(
          active.some((one) => Math.abs(one.limit - limit) < 1e-9),
          'and it is one of them',
        )
    }),
    { numRuns: 300 },
  )
})
