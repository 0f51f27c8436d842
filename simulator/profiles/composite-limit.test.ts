import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ChargingProfile } from './charging-profile.ts'
import { changesBetween, evseLimitW, stationLimitW } from './composite-limit.ts'
import { compositeSchedule } from './composite-schedule.ts'
import { shareOut } from './share-out.ts'

const t0 = Date.parse('2026-03-01T00:00:00Z')
const at = (seconds: number) => t0 + seconds * 1_000
const day = 86_400

type Part = Partial<Omit<ChargingProfile, 'schedule'>> & {
  start?: number | null
  duration?: number | null
  unit?: 'A' | 'W'
  periods?: [seconds: number, limit: number, phases?: number][]
}

function profile({ start = 0, duration = null, unit = 'W', periods = [[0, 5_000]], ...more }: Part): ChargingProfile {
  return {
    id: 1,
    evse: 1,
    purpose: 'tx-default',
    stackLevel: 0,
    kind: 'absolute',
    validFromMs: null,
    validToMs: null,
    sessionId: null,
    receivedMs: t0,
    ...more,
    schedule: {
      startMs: start === null ? null : at(start),
      durationSeconds: duration,
      unit,
      periods: periods.map(([startSeconds, limit, phases = null]) => ({ startSeconds, limit, phases })),
    },
  }
}

const session = { id: 'tx', startedMs: at(100) }
const question = { evse: 1, session, askedMs: t0, voltageV: 230, phases: 3 }
const limitAt = (profiles: ChargingProfile[], seconds: number, more = {}) =>
  evseLimitW(profiles, { ...question, atMs: at(seconds), ...more })
const none = Number.POSITIVE_INFINITY

const tx = profile({ purpose: 'tx', sessionId: 'tx', periods: [[0, 7_000]] })
// The stacking of OCA's case 072: the higher level counts while it lasts.
const stacked = [
  profile({
    duration: 400,
    periods: [
      [0, 6],
      [60, 10],
      [120, 8],
    ],
    unit: 'A',
  }),
  profile({
    id: 2,
    stackLevel: 1,
    duration: 150,
    periods: [
      [0, 7],
      [100, 9],
    ],
    unit: 'A',
  }),
]
const daily = [profile({ kind: 'daily', start: 22 * 3_600, duration: 8 * 3_600, periods: [[0, 4_000]] })]
const weekly = [profile({ kind: 'weekly', start: 0, duration: 3_600, periods: [[0, 3_000]] })]

const cases: [name: string, profiles: ChargingProfile[], seconds: number, watts: number][] = [
  ['nothing installed limits nothing', [], 0, none],
  ['a profile before its start says nothing', [profile({ start: 10 })], 9, none],
  ['a profile from its start on limits', [profile({ start: 10 })], 10, 5_000],
  ['a duration ends it', [profile({ duration: 60 })], 60, none],
  ['validFrom is a gap before it', [profile({ validFromMs: at(50) })], 49, none],
  ['validTo ends it', [profile({ validToMs: at(50) })], 50, none],
  [
    'the last period that has begun counts',
    [
      profile({
        periods: [
          [0, 1],
          [10, 2],
          [20, 3],
        ],
      }),
    ],
    15,
    2,
  ],
  ['a profile of the session hides the default', [profile({}), tx], 0, 7_000],
  ['a profile of another session says nothing', [{ ...tx, sessionId: 'other' }, profile({})], 0, 5_000],
  ['a profile of another EVSE says nothing', [profile({ evse: 2 })], 0, none],
  ['the default of the charger counts for each EVSE', [profile({ evse: 0 })], 0, 5_000],
  ['the EVSE goes before the charger', [profile({ evse: 0, periods: [[0, 1]] }), profile({})], 0, 5_000],
  [
    'a higher level of the charger goes before the EVSE',
    [profile({ evse: 0, stackLevel: 1, periods: [[0, 1]] }), profile({})],
    0,
    1,
  ],
  [
    'relative counts from the session',
    [
      profile({
        kind: 'relative',
        start: null,
        periods: [
          [0, 1],
          [50, 2],
        ],
      }),
    ],
    149,
    1,
  ],
  [
    'relative goes on with the session',
    [
      profile({
        kind: 'relative',
        start: null,
        periods: [
          [0, 1],
          [50, 2],
        ],
      }),
    ],
    150,
    2,
  ],
  ['amperes count per phase', [profile({ unit: 'A', periods: [[0, 10]] })], 0, 6_900],
  ['amperes on one phase', [profile({ unit: 'A', periods: [[0, 10, 1]] })], 0, 2_300],
  ['the higher level counts first', stacked, 50, 7 * 690],
  ['with its second period', stacked, 120, 9 * 690],
  ['then the lower one is fallen back to', stacked, 150, 8 * 690],
  ['until that has ended', stacked, 400, none],
  ['a daily profile before its first day says nothing', daily, 21 * 3_600, none],
  ['a daily profile goes on past midnight', daily, day + 5 * 3_600, 4_000],
  ['a daily profile rests by day', daily, day + 7 * 3_600, none],
  ['a daily profile comes back', daily, 5 * day + 23 * 3_600, 4_000],
  ['a weekly profile rests for six days', weekly, 6 * day, none],
  ['a weekly profile comes back', weekly, 7 * day + 10, 3_000],
  ['no start means when it was received', [profile({ start: null, receivedMs: at(30), duration: 10 })], 35, 5_000],
]

for (const [name, profiles, seconds, watts] of cases) {
  test(`limits: ${name}`, () => assert.equal(limitAt(profiles, seconds), watts))
}

test('limits: the maximum of the charger limits the sum, not each EVSE', () => {
  const profiles = [profile({ evse: 0, purpose: 'station-max', periods: [[0, 9_000]] })]
  assert.equal(limitAt(profiles, 0), none)
  assert.equal(stationLimitW(profiles, { ...question, atMs: t0 }), 9_000)
})

test('limits: without a session relative means from now', () => {
  const profiles = [
    profile({
      kind: 'relative',
      start: null,
      periods: [
        [0, 1],
        [50, 2],
      ],
    }),
  ]
  assert.equal(limitAt(profiles, 10, { session: null }), 1)
  assert.equal(limitAt(profiles, 60, { session: null }), 2)
})

test('a composite schedule names every change, merges equals and respects the hardware', () => {
  const profiles = [...stacked, profile({ id: 9, evse: 0, purpose: 'station-max', periods: [[0, 6_000]] })]
  const periods = compositeSchedule(profiles, { ...question, atMs: t0, durationSeconds: 500, maxPowerW: 22_000 })
  assert.deepEqual(periods, [
    { startSeconds: 0, limitW: 4_830 },
    { startSeconds: 100, limitW: 6_000 },
    { startSeconds: 150, limitW: 5_520 },
    { startSeconds: 400, limitW: 6_000 },
  ])
  const free = compositeSchedule([], { ...question, atMs: t0, durationSeconds: 500, maxPowerW: 22_000 })
  assert.deepEqual(free, [{ startSeconds: 0, limitW: 22_000 }])
})

const anyProfile = fc
  .record({
    evse: fc.constantFrom(0, 1, 2),
    purpose: fc.constantFrom('tx-default' as const, 'tx' as const, 'station-max' as const),
    stackLevel: fc.integer({ min: 0, max: 3 }),
    kind: fc.constantFrom('absolute' as const, 'relative' as const, 'daily' as const, 'weekly' as const),
    start: fc.integer({ min: -day, max: day }),
    duration: fc.option(fc.integer({ min: 1, max: day })),
    limits: fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 5 }),
    validFromMs: fc.option(fc.integer({ min: 0, max: day }).map(at)),
  })
  .map(({ limits, ...more }) =>
    profile({ sessionId: 'tx', ...more, periods: limits.map((limit, index) => [index * 1_800, limit]) }),
  )

test('between the changes that are named the limit never moves', () => {
  fc.assert(
    fc.property(
      fc.array(anyProfile, { maxLength: 6 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (profiles, share) => {
        const span = { fromMs: t0, toMs: at(2 * day), startedMs: session.startedMs }
        const edges = [t0, ...changesBetween(profiles, span), at(2 * day)]
        edges.slice(0, -1).forEach((fromMs, index) => {
          const toMs = edges[index + 1]!
          const within = Math.min(toMs - 1, Math.floor(fromMs + (toMs - fromMs) * share))
          const limits = [fromMs, within].map((atMs) => evseLimitW(profiles, { ...question, atMs }))
          assert.equal(limits[0], limits[1])
          const stations = [fromMs, within].map((atMs) => stationLimitW(profiles, { ...question, atMs }))
          assert.equal(stations[0], stations[1])
        })
      },
    ),
  )
})

test('what is shared out is never more than there is, nor more than anybody wants', () => {
  const watts = fc.integer({ min: 0, max: 100_000 })
  fc.assert(
    fc.property(watts, fc.array(watts, { maxLength: 10 }), (total, demands) => {
      const shares = shareOut(total, demands)
      const sum = shares.reduce((sumW, share) => sumW + share, 0)
      const wanted = demands.reduce((sumW, demand) => sumW + demand, 0)
      assert.ok(Math.abs(sum - Math.min(total, wanted)) < 0.001)
      assert.ok(shares.every((share, index) => share >= 0 && share <= demands[index]!))
    }),
  )
})
