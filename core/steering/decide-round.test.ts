import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Account } from './account.ts'
import { grantConfirmed, grantSent, linkLost, vehicleLeft } from './account-steps.ts'
import { calmAtFirst, usualCalm } from './calm-state.ts'
import { startsLater } from './calm-step.ts'
import { capOf, isSteerable, startOf } from './cap.ts'
import { carriedBy, carry, nothingCarried } from './carried.ts'
import { decideRound } from './decide-round.ts'
import { exampleAccount, exampleDemand, examplePlace, exampleRound, exampleRow } from './example-round.ts'
import { exceededRows } from './guard.ts'
import type { RoundInput, RoundOutcome, RoundPlace } from './round.ts'

const granted = (number: number, value: number, over: Partial<Account> = {}) =>
  grantConfirmed(grantSent(exampleAccount(number, over), { grantId: 1, value, untilMs: 1_000_000 }, 0), 1, 0)
const at = (number: number, account: Account, hi = 32) => examplePlace(account, ['main'], exampleDemand(number, { hi }))
const sentOf = (input: RoundInput) => decideRound(input).sends.map(({ key, value, kind }) => [key, value, kind])

test('a raise is held back until others have lowered, and says for which row it waits', () => {
  const places = [at(1, granted(1, 6)), at(2, granted(2, 26), 6)]
  const outcome = decideRound(exampleRound({ atMs: 100_000, rows: [exampleRow('main', 32)], places }))
  assert.deepEqual(
    outcome.sends.map(({ key, value, kind }) => [key, value, kind]),
    [['2/1', 6, 'lower']],
  )
  assert.deepEqual(outcome.held, [{ key: '1/1', value: 26, row: 'main' }])
  const [one] = outcome.grants
  assert.deepEqual([one!.value, one!.reason, one!.boundBy], [6, 'circuit_limit', 'main'])
})

test('what lowers is sent first, then what renews, then what raises, the most urgent first', () => {
  const renewed = grantConfirmed(grantSent(exampleAccount(2), { grantId: 1, value: 10, untilMs: 300_000 }, 0), 1, 0)
  const places = [at(4, granted(4, 10), 20), at(1, granted(1, 10), 16), at(2, renewed, 10), at(3, granted(3, 20), 8)]
  const sends = sentOf(exampleRound({ atMs: 100_000, rows: [exampleRow('main', 200)], places }))
  assert.deepEqual(sends, [
    ['3/1', 8, 'lower'],
    ['2/1', 10, 'renew'],
    ['1/1', 16, 'raise'],
    ['4/1', 20, 'raise'],
  ])
})

test('a charger that is away is reserved what it may be following, and its session says so', () => {
  const places = [at(1, linkLost(granted(1, 20), 50_000)), at(2, granted(2, 6))]
  const outcome = decideRound(exampleRound({ atMs: 100_000, rows: [exampleRow('main', 32)], places }))
  assert.deepEqual(
    outcome.grants.map(({ value, reason, boundBy }) => [value, reason, boundBy]),
    [
      [20, 'charger_offline_fallback', 'charger:1'],
      [12, 'circuit_limit', 'main'],
    ],
  )
})

test('an uncooperative charger is reserved its maximum, and others give way for it', () => {
  const silent = { ...granted(1, 6), conduct: { ...exampleAccount(1).conduct, kind: 'uncooperative' as const } }
  const places = [at(1, silent), at(2, granted(2, 20))]
  const outcome = decideRound(exampleRound({ atMs: 100_000, rows: [exampleRow('main', 40)], places }))
  assert.deepEqual(outcome.exceeded, ['main'])
  assert.deepEqual(
    outcome.sends.map(({ value, kind }) => [value, kind]),
    [[8, 'lower']],
  )
})

test('a charger that comes finds room for its fallback', () => {
  const free = examplePlace(vehicleLeft(exampleAccount(9)), ['main'], null)
  const round = { atMs: 100_000, rows: [exampleRow('main', 32)], places: [at(1, granted(1, 10)), free] }
  assert.deepEqual(sentOf(exampleRound(round)), [['1/1', 32, 'raise']])
  assert.deepEqual(sentOf(exampleRound({ ...round, newcomers: 1 })), [['1/1', 26, 'raise']])
})

test('the guard lowers and never raises or renews', () => {
  const places = [at(1, granted(1, 20), 10), at(2, granted(2, 6)), at(3, granted(3, 6), 6)]
  const round = { rows: [exampleRow('main', 100)], places, lowersOnly: true, cause: 'guard' } as const
  assert.deepEqual(sentOf(exampleRound({ ...round, atMs: 950_000 })), [['1/1', 10, 'lower']])
})

test('when what is not ours breaks a row alone, all that may be paused is paused', () => {
  const places = [at(1, granted(1, 20)), at(2, granted(2, 6)), at(3, exampleAccount(3))]
  const outcome = decideRound(exampleRound({ atMs: 100_000, rows: [exampleRow('main', 32, { base: 40 })], places }))
  assert.deepEqual(
    outcome.sends.map(({ value, kind }) => [value, kind]),
    [
      [0, 'lower'],
      [0, 'lower'],
      [0, 'lower'],
    ],
  )
  assert.deepEqual(outcome.exceeded, ['main'])
})

test('a session that has reached its target is paused, and one that waits for a card is left alone', () => {
  const idle = (number: number, reason: 'target_reached' | 'authorisation_wait') => {
    return {
      ...at(number, granted(number, 20)),
      demand: null,
      idle: { sessionId: `s${number}`, reason, boundBy: null },
    }
  }
  const places = [idle(1, 'target_reached'), idle(2, 'authorisation_wait')]
  const outcome = decideRound(exampleRound({ atMs: 100_000, rows: [exampleRow('main', 32)], places }))
  assert.deepEqual(
    outcome.sends.map(({ key, value }) => [key, value]),
    [['1/1', 0]],
  )
  assert.deepEqual(
    outcome.grants.map(({ reason }) => reason),
    ['target_reached', 'authorisation_wait'],
  )
})

test('a session that leaves its grant unused is lowered, so that others can have the room', () => {
  let calm = calmAtFirst
  let last: ReturnType<typeof decideRound> | null = null
  for (let atMs = 60_000; atMs <= 200_000; atMs += 20_000) {
    const account = { ...granted(1, 32), measured: { value: 10, atMs: atMs - 1_000 } }
    last = decideRound(exampleRound({ atMs, rows: [exampleRow('main', 32)], places: [{ ...at(1, account), calm }] }))
    calm = last.calm[0]!.state
    if (last.sends.length > 0) break
  }
  assert.deepEqual(
    last!.sends.map(({ value, kind }) => [value, kind]),
    [[12, 'lower']],
  )
  assert.equal(last!.grants[0]!.reason, 'vehicle_not_drawing')
})

test('what a charger draws of its fallback after a lease has run out is no grant left unused', () => {
  const confirmed = { grantId: 1, value: 18, untilMs: 900_000, sinceMs: 0 }
  const grantAfter = (atMs: number) => {
    const account = exampleAccount(1, { confirmed, measured: { value: 6, atMs } })
    const calm = { ...calmAtFirst, unused: { lowSinceS: 100, cap: null, changedAtS: 0 } }
    const place = { ...examplePlace(account, ['a'], exampleDemand(1)), calm }
    return decideRound(exampleRound({ rows: [exampleRow('a', 40)], places: [place], atMs })).grants[0]!
  }
  assert.equal(grantAfter(800_000).reason, 'vehicle_not_drawing')
  assert.notEqual(grantAfter(1_000_000).reason, 'vehicle_not_drawing')
})

test('after a mass reconnect the site ramps: in no minute is it raised by more than its ramp', () => {
  const rows = [exampleRow('main', 1_000)]
  let accounts = Array.from({ length: 30 }, (_, i) => granted(i + 1, 0))
  let calms = accounts.map((_, i) => startsLater(calmAtFirst, 100_000, (i * 7_919) % 60_000))
  let recentRaises: RoundInput['recentRaises'] = []
  const raises: { atMs: number; watts: number }[] = []
  let id = 10
  for (let atMs = 100_000; atMs < 700_000; atMs += 10_000) {
    const places = accounts.map((account, i) => ({ ...at(i + 1, account), calm: calms[i]! }))
    const calm = { ...usualCalm, siteRampWPerMinute: 20_000 }
    const outcome = decideRound(exampleRound({ atMs, rows, places, calm, recentRaises, leaseMs: 2_000_000 }))
    recentRaises = outcome.recentRaises
    calms = places.map(({ account, calm }) => outcome.calm.find(({ key }) => key === account.key)?.state ?? calm)
    for (const { key, value, kind, untilMs } of outcome.sends) {
      const i = accounts.findIndex((one) => one.key === key)
      if (kind === 'raise') raises.push({ atMs, watts: (value - capOf(accounts[i]!, atMs)) * 690 })
      const grantId = id++
      accounts = accounts.with(
        i,
        grantConfirmed(grantSent(accounts[i]!, { grantId, value, untilMs }, atMs), grantId, atMs),
      )
    }
  }
  assert.ok(raises.length > 30)
  for (const { atMs } of raises) {
    const minute = raises.filter((one) => one.atMs > atMs - 60_000 && one.atMs <= atMs)
    const watts = minute.reduce((sum, one) => sum + one.watts, 0)
    assert.ok(watts <= 20_000 + 1e-6, `${watts} W in one minute`)
  }
})

test('the guard acts on what may be followed and on what is measured', () => {
  const places = [at(1, granted(1, 20)), at(2, granted(2, 20))]
  const rows = [exampleRow('main', 39)]
  const watched = { rows, places, measured: new Map(), nowMs: 60_000 }
  assert.deepEqual(exceededRows(watched), [{ row: 'main', limit: 39, load: 40, by: 'committed' }])
  const wide = { ...watched, rows: [exampleRow('main', 50)] }
  assert.deepEqual(exceededRows(wide), [])
  const measured = new Map([['main', 51]])
  assert.deepEqual(exceededRows({ ...wide, measured }), [{ row: 'main', limit: 50, load: 51, by: 'measured' }])
})

test('a line-to-line row carries at most the heaviest sum of any of its vehicles', () => {
  const vector = fc.tuple(fc.integer({ min: 0, max: 11 }), fc.integer({ min: 0, max: 40 }))
  fc.assert(
    fc.property(fc.array(vector, { maxLength: 7 }), (vectors) => {
      const carried = nothingCarried([exampleRow('main', 100)])
      const angles = vectors.map(([step, rate]) => ({ re: Math.cos(step * 0.52), im: Math.sin(step * 0.52), rate }))
      for (const { re, im, rate } of angles) carry(carried, [{ row: 'main', re, im }], rate)
      let most = 0
      for (let subset = 0; subset < 2 ** angles.length; subset++) {
        const chosen = angles.filter((_, i) => subset & (1 << i))
        const sum = (part: 're' | 'im') => chosen.reduce((total, one) => total + one[part] * one.rate, 0)
        most = Math.max(most, Math.hypot(sum('re'), sum('im')))
      }
      assert.ok(Math.abs(carriedBy(carried, 'main') - most) < 1e-6)
    }),
    { numRuns: 300, seed: 5 },
  )
})

const rate = fc.constantFrom(0, 6, 8, 10, 16, 32)
const anyAccount = fc
  .record({
    value: fc.option(rate, { nil: null }),
    next: fc.option(rate, { nil: null }),
    online: fc.boolean(),
    verified: fc.boolean(),
    place: fc.constantFrom('free', 'plugged', 'charging', 'charging', 'charging'),
    kind: fc.constantFrom('steerable', 'steerable', 'steerable', 'disobeying', 'uncooperative', 'unsteerable'),
    measured: fc.option(fc.integer({ min: 0, max: 34 }), { nil: null }),
  })
  .map(({ value, next, online, verified, place, kind, measured }) => (number: number): Account => {
    const own = exampleAccount(number, { fallbackVerified: verified })
    const told = value === null ? own : granted(number, value, { fallbackVerified: verified })
    const sent = next === null ? told : grantSent(told, { grantId: 2, value: next, untilMs: 1_000_000 }, 90_000)
    const known = online ? sent : linkLost(sent, 95_000)
    const conduct = { ...known.conduct, kind } as const
    const draw = measured === null ? null : { value: measured, atMs: 99_000 }
    const here = { ...known, conduct, measured: draw }
    return place === 'charging' ? here : { ...here, place, sessionId: null, confirmed: null, leaving: null }
  })
const anyPlace = fc.record({
  account: anyAccount,
  rows: fc.subarray(['a', 'b'], { minLength: 1 }),
  laxityH: fc.integer({ min: -2, max: 9 }),
  klass: fc.integer({ min: 0, max: 1 }),
  hi: rate,
  idle: fc.boolean(),
})
const anyRound = fc
  .record({
    places: fc.array(anyPlace, { maxLength: 9 }),
    limits: fc.tuple(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max: 120 })),
    base: fc.integer({ min: 0, max: 30 }),
    newcomers: fc.integer({ min: 0, max: 2 }),
    lowersOnly: fc.boolean(),
    isCalm: fc.boolean(),
  })
  .map(({ places, limits, base, newcomers, lowersOnly, isCalm }) => {
    const rows = [exampleRow('a', limits[0], { base }), exampleRow('b', limits[1])]
    const built = places.map(({ account, rows, laxityH, klass, hi, idle }, i): RoundPlace => {
      const place = examplePlace(
        account(i + 1),
        rows,
        exampleDemand(i + 1, { laxityH, klass, hi, hiReason: 'evse_limit' }),
      )
      if (place.account.place !== 'charging') return { ...place, demand: null }
      const reason = { sessionId: `s${i + 1}`, reason: 'target_reached', boundBy: null } as const
      return idle ? { ...place, demand: null, idle: reason } : place
    })
    const calm = isCalm ? { calm: usualCalm } : {}
    return exampleRound({ atMs: 100_000, rows, places: built, newcomers, lowersOnly, ...calm })
  })

test('a round replays to the same outcome from its record, a thousand times', () => {
  fc.assert(
    fc.property(anyRound, (input) => {
      const outcome = decideRound(input)
      const again = decideRound(JSON.parse(JSON.stringify(input)))
      assert.deepEqual(again, outcome)
      assert.deepEqual(JSON.parse(JSON.stringify(outcome)), outcome)
      const backwards = { ...input, places: input.places.toReversed(), rows: input.rows.toReversed() }
      assert.deepEqual(decideRound(backwards).sends, outcome.sends)
    }),
    { numRuns: 1_000, seed: 17 },
  )
})

test('no round makes a row carry more than its limit, or more than it carried, and none raises what it must not', () => {
  fc.assert(
    fc.property(anyRound, (input) => {
      const { loads, sends } = decideRound(input)
      for (const { limit, committed, after } of loads) {
        assert.ok(after <= Math.max(limit, committed) + 1e-6, `${after} A of ${limit} A, ${committed} A before`)
      }
      for (const { key, value, kind } of sends) {
        const { account, demand } = input.places.find((one) => one.account.key === key)!
        assert.equal(kind === 'raise', value > capOf(account, input.atMs))
        assert.ok(value === 0 || (value >= 6 && value <= 32))
        assert.ok(kind === 'renew' || isSteerable(account))
        if (input.lowersOnly) assert.equal(kind, 'lower')
        if (demand) assert.ok(kind === 'renew' || value <= Math.max(demand.hi, 0))
      }
    }),
    { numRuns: 1_000, seed: 23 },
  )
})

test('every session has one reason, and it is true', () => {
  fc.assert(
    fc.property(anyRound, (input) => {
      const outcome = decideRound(input)
      const { grants, loads } = outcome
      const named = new Map(grants.map((grant) => [grant.key, grant]))
      for (const place of input.places) {
        const { account, demand, idle } = place
        const grant = named.get(account.key)
        assert.equal(grant !== undefined, demand !== null || idle !== null)
        if (!grant) continue
        const isAway = !account.link.online
        assert.equal(grant.reason === 'charger_offline_fallback', isAway)
        assert.equal(grant.reason === 'charger_uncooperative', !isAway && account.conduct.kind !== 'steerable')
        if (isAway || account.conduct.kind !== 'steerable') continue
        assert.equal(grant.reason === 'target_reached', idle !== null)
        if (grant.reason === 'evse_limit') assert.ok(grant.value >= demand!.hi || demand!.hi < demand!.min)
        if (grant.reason === 'circuit_limit') {
          const row = loads.find((one) => one.row === grant.boundBy)!
          assert.ok(
            place.coeff.some((one) => one.row === row.row),
            'a row that it is on',
          )
          const more = Math.max(demand!.step, demand!.min - grant.value)
          const kept = newcomersRoom(input, row.row)
          const isFullNow = row.after + more + kept > row.limit - 1e-6
          assert.ok(isFullNow || sharedOn(input, outcome, row.row) + more + kept > row.limit - 1e-6)
        }
      }
    }),
    { numRuns: 500, seed: 29 },
  )
})

function newcomersRoom({ places, newcomers }: RoundInput, row: string): number {
  const free = places.filter(({ account, coeff }) => account.place === 'free' && coeff.some((one) => one.row === row))
  const starts = free.map(({ account }) => startOf(account)).sort((one, other) => other - one)
  return starts.slice(0, newcomers).reduce((sum, one) => sum + one, 0)
}

/** What a row would carry once everybody has what was decided for it, also what could not be sent yet. */
function sharedOn({ rows, places, atMs }: RoundInput, { grants, held }: RoundOutcome, row: string): number {
  const here = places.filter(({ coeff }) => coeff.some((one) => one.row === row))
  return here.reduce(
    (sum, { account, demand }) => {
      const grant = grants.find(({ key }) => key === account.key)
      if (!grant || !demand || !isSteerable(account)) return sum + capOf(account, atMs)
      if (grant.reason === 'ramping') return sum + demand.hi
      return sum + Math.max(grant.value, held.find(({ key }) => key === account.key)?.value ?? 0)
    },
    rows.find(({ id }) => id === row)!.base,
  )
}

test('the plan’s advice for the whole site is kept, but never against a minimum or a departure', () => {
  const rows = [exampleRow('r', 1_000)]
  const places = [1, 2].map((number) => examplePlace(exampleAccount(number), ['r'], exampleDemand(number)))
  const grantedWith = (powerW: number, lo = 0) => {
    const wanting = places.map((place) => ({ ...place, demand: place.demand && { ...place.demand, lo } }))
    const advice = { powerW, baseW: 690, reason: 'price_wait', boundBy: null } as const
    return decideRound(exampleRound({ rows, places: wanting, advice })).grants.map(({ value }) => value)
  }
  const sum = (values: number[]) => values.reduce((all, one) => all + one, 0)
  assert.equal(sum(grantedWith(690 * 31)), 30)
  assert.deepEqual(grantedWith(0), [6, 6])
  assert.deepEqual(grantedWith(0, 20), [20, 20])
  assert.deepEqual(grantedWith(1e9), [32, 32])
})

test('while nobody knows whether a charger has taken less, the others make room, and it is told again', () => {
  const rows = [exampleRow('r', 30)]
  const unanswered = {
    confirmed: { grantId: 1, value: 19, untilMs: 900_000, sinceMs: 0 },
    pending: [{ grantId: 2, sessionId: 's1', value: 10, untilMs: 900_000, sentAtMs: 0, inFlight: false }],
  }
  const told = { confirmed: { grantId: 3, value: 15, untilMs: 900_000, sinceMs: 0 } }
  const outcome = decideRound(
    exampleRound({
      rows,
      places: [
        examplePlace(exampleAccount(1, unanswered), ['r'], exampleDemand(1)),
        examplePlace(exampleAccount(2, told), ['r'], exampleDemand(2)),
      ],
    }),
  )
  assert.deepEqual(
    outcome.sends.map(({ key, value, kind }) => [key, value, kind]),
    [
      ['1/1', 10, 'lower'],
      ['2/1', 11, 'lower'],
    ],
  )
  assert.equal(outcome.grants[0]!.reason, 'charger_uncooperative')
})
