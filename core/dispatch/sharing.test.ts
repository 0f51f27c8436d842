import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Demand } from './demand.ts'
import { dispatch } from './dispatch.ts'
import { type Policy, usualPolicy } from './policy.ts'
import type { Row } from './row.ts'

test('twenty cars on 63 A take turns: each is within one turn of equal time, and rests at least five minutes (test 9)', () => {
  const tickS = 30
  const cars = Array.from({ length: 20 }, (_, k) => ({
    id: `car ${k}`,
    state: 'new' as 'new' | 'on' | 'off',
    sinceS: 0,
    laxityH: 8 + k / 20,
    onS: 0,
    pauses: [] as number[],
    stints: [] as number[],
  }))
  for (let nowS = 0; nowS < 4 * 3600; nowS += tickS) {
    const demands = cars.map((car) =>
      demand(car.id, { laxityH: car.laxityH, turn: { state: car.state, forS: nowS - car.sinceS } }),
    )
    const { grants } = dispatch([row('fuse', 63)], demands, usualPolicy)
    for (const [k, car] of cars.entries()) {
      const { value } = grants.find((grant) => grant.sessionId === car.id)!
      const state = value > 0 ? 'on' : car.state === 'new' ? 'new' : 'off'
      if (state !== car.state) {
        if (car.state === 'off') car.pauses.push(nowS - car.sinceS)
        if (car.state === 'on') car.stints.push(nowS - car.sinceS)
        cars[k] = { ...car, state, sinceS: nowS }
      }
      cars[k]!.onS += value > 0 ? tickS : 0
      cars[k]!.laxityH += ((value / 32 - 1) * tickS) / 3600
    }
  }
  for (const car of cars) {
    assert.ok(Math.abs(car.onS - 2 * 3600) <= usualPolicy.turnSeconds, `${car.id} charged for ${car.onS} s`)
    assert.ok(Math.min(...car.pauses) >= 300, `${car.id} was paused for ${Math.min(...car.pauses)} s`)
    assert.ok(Math.min(...car.stints) >= 300, `${car.id} was paused after ${Math.min(...car.stints)} s`)
  }
})

test('a waiting car is told when its turn comes', () => {
  const demands = [
    demand('early', { turn: { state: 'on', forS: 600 } }),
    demand('late', { turn: { state: 'on', forS: 100 } }),
    demand('first in line', { turn: { state: 'off', forS: 700 } }),
    demand('second in line', { turn: { state: 'off', forS: 400 } }),
    demand('third in line', { turn: { state: 'off', forS: 310 } }),
  ]
  const { waits } = dispatch([row('fuse', 13)], demands, usualPolicy)
  assert.deepEqual(
    waits.map(({ sessionId, startsInSeconds }) => [sessionId, startsInSeconds]),
    [
      ['first in line', 300],
      ['second in line', 800],
      ['third in line', 1_200],
    ],
  )
})

test('a pressed bus keeps its minimum when its turn is over and only unpressed cars wait', () => {
  const demands = [
    demand('bus', { laxityH: 0.1, turn: { state: 'on', forS: 2_000 } }),
    demand('car', { laxityH: 9, turn: { state: 'off', forS: 2_000 } }),
  ]
  assert.deepEqual(grantsOf([row('fuse', 10)], demands), { bus: 10, car: 0 })
})

test('who can hardly wait comes before the minimums of those who can', () => {
  const demands = [demand('bus', { laxityH: 0 }), demand('a', { laxityH: 8 }), demand('b', { laxityH: 9 })]
  assert.deepEqual(grantsOf([row('fuse', 38)], demands), { bus: 32, a: 6, b: 0 })
})

test('a car that has just begun is not paused for one of a higher class, one that had its time is', () => {
  const others = [demand('bus', { klass: 5 })]
  const car = (forS: number) => demand('car', { turn: { state: 'on', forS } })
  assert.deepEqual(grantsOf([row('fuse', 32)], [...others, car(60)]), { bus: 26, car: 6 })
  assert.deepEqual(grantsOf([row('fuse', 32)], [...others, car(400)]), { bus: 32, car: 0 })
})

test('a paused car rests five minutes even where there is room', () => {
  const demands = [demand('car', { turn: { state: 'off', forS: 240 } })]
  const { grants, waits } = dispatch([row('fuse', 63)], demands, usualPolicy)
  assert.equal(grants[0]?.reason, 'minimum_current_wait')
  assert.deepEqual(waits, [{ sessionId: 'car', boundBy: null, startsInSeconds: 60 }])
})

test('the planner is obeyed where it asks for less, and as far as there is room where it asks for more', () => {
  const wished = demand('wished', { laxityH: 9, lo: 20 })
  const capped = demand('capped', { laxityH: 1, hi: 8, hiReason: 'price_wait', hiBoundBy: 'prices' })
  const { grants } = dispatch([row('fuse', 30)], [wished, capped], usualPolicy)
  assert.deepEqual(grants, [
    { sessionId: 'capped', value: 8, unit: 'A', reason: 'price_wait', boundBy: 'prices' },
    { sessionId: 'wished', value: 22, unit: 'A', reason: 'circuit_limit', boundBy: 'fuse' },
  ])
  assert.deepEqual(grantsOf([row('fuse', 12)], [wished, capped]), { capped: 6, wished: 6 })
})

test('a car alone on one phase is held to the unbalance limit; with cars on the other phases all get their full rate', () => {
  const rows = [
    { ...row('L1-L2', 10), kind: 'unbalance' as const, reason: 'unbalance_limit' as const },
    { ...row('L2-L3', 10), kind: 'unbalance' as const, reason: 'unbalance_limit' as const },
    { ...row('L3-L1', 10), kind: 'unbalance' as const, reason: 'unbalance_limit' as const },
  ]
  const on = (id: string, plus: string, minus: string) =>
    demand(id, {
      coeff: [
        { row: plus, re: 1 },
        { row: minus, re: -1 },
      ],
    })
  const first = on('first', 'L1-L2', 'L3-L1')
  const { grants } = dispatch(rows, [first], usualPolicy)
  assert.deepEqual(grants, [{ sessionId: 'first', value: 10, unit: 'A', reason: 'unbalance_limit', boundBy: 'L1-L2' }])
  const all = [first, on('second', 'L2-L3', 'L1-L2'), on('third', 'L3-L1', 'L2-L3')]
  assert.deepEqual(grantsOf(rows, all), { first: 32, second: 32, third: 32 })
})

test('a phase that is uneven before us keeps nobody from evening it out', () => {
  const rows = [{ ...row('L1-L2', 10), base: -25, kind: 'unbalance' as const }]
  assert.deepEqual(grantsOf(rows, [demand('car', { coeff: [{ row: 'L1-L2', re: 1 }] })]), { car: 32 })
})

test('each policy shares 40 A in its own way', () => {
  const demands = [
    demand('a', { laxityH: 3, arrivedAtS: 0, departsAtS: 9_000, weight: 1 }),
    demand('b', { laxityH: 1, arrivedAtS: 10, departsAtS: 20_000, weight: 3 }),
  ]
  const shared = (name: Policy['name']) => grantsOf([row('fuse', 40)], demands, { ...usualPolicy, name })
  assert.deepEqual(shared('laxity'), { a: 8, b: 32 })
  assert.deepEqual(shared('equal'), { a: 20, b: 20 })
  assert.deepEqual(shared('proportional'), { a: 10, b: 30 })
  assert.deepEqual(shared('first-come'), { a: 32, b: 8 })
  assert.deepEqual(shared('earliest-departure'), { a: 32, b: 8 })
  assert.deepEqual(shared('least-laxity'), { a: 8, b: 32 })
})

test('where line pairs share a transformer, the pressed of one pair do not keep the others from what only they can use', () => {
  const lines = ['A', 'B', 'C']
  const rows = lines.map((line) => row(line, 40))
  const pair = (id: string, k: number, laxityH: number) => {
    const angle = ((30 - 120 * k) * Math.PI) / 180
    const [re, im] = [Math.cos(angle), Math.sin(angle)]
    const coeff = [
      { row: lines[k]!, re, im },
      { row: lines[(k + 1) % 3]!, re: -re, im: -im },
    ]
    return demand(id, { laxityH, coeff })
  }
  const demands = [pair('ab', 0, 4), pair('bc', 1, 4.5), pair('ca', 2, 5)]
  // Currents of 40 A in all three lines: 40 / √3 A in each pair.
  assert.deepEqual(grantsOf(rows, demands), { ab: 23, bc: 23, ca: 23 })
})

const wrong: [what: string, rows: Row[], demands: Demand[]][] = [
  ['a limit that is no number', [row('fuse', Number.NaN)], []],
  ['a negative limit', [row('fuse', -1)], []],
  ['an endless limit', [row('fuse', Number.POSITIVE_INFINITY)], []],
  ['a negative base', [{ ...row('fuse', 9), base: -1 }], []],
  ['a negative reservation', [{ ...row('fuse', 9), reserved: -1 }], []],
  ['a row twice', [row('fuse', 9), row('fuse', 8)], []],
  ['a session twice', [row('fuse', 9)], [demand('a', {}), demand('a', {})]],
  ['an unknown row', [], [demand('a', {})]],
  ['a row twice in one session', [row('fuse', 9)], [demand('a', { coeff: [on('fuse'), on('fuse')] })]],
  ['a negative coefficient on a fuse', [row('fuse', 9)], [demand('a', { coeff: [{ row: 'fuse', re: -1 }] })]],
  ['a coefficient that is no number', [row('fuse', 9)], [demand('a', { coeff: [{ row: 'fuse', re: Number.NaN }] })]],
  ['laxity that is no number', [row('fuse', 9)], [demand('a', { laxityH: Number.NaN })]],
  ['a negative bound', [row('fuse', 9)], [demand('a', { hi: -1 })]],
  ['a negative wish', [row('fuse', 9)], [demand('a', { lo: -1 })]],
  ['an endless bound', [row('fuse', 9)], [demand('a', { hi: Number.POSITIVE_INFINITY })]],
  ['a step of zero', [row('fuse', 9)], [demand('a', { step: 0 })]],
  ['a weight of zero', [row('fuse', 9)], [demand('a', { weight: 0 })]],
]
for (const [what, rows, demands] of wrong) {
  test(`${what} is refused`, () => {
    assert.throws(() => dispatch(rows, demands, usualPolicy), RangeError)
  })
}

function row(id: string, limit: number): Row {
  return { id, circuitId: id, kind: 'current', limit, base: 0, reserved: 0, reason: 'circuit_limit', boundBy: id }
}

function on(id: string): Demand['coeff'][number] {
  return { row: id, re: 1 }
}

function demand(sessionId: string, more: Partial<Demand>): Demand {
  return {
    sessionId,
    evseId: sessionId,
    unit: 'A',
    klass: 0,
    laxityH: 5,
    lo: 0,
    hi: 32,
    full: 32,
    min: 6,
    step: 1,
    coeff: [on('fuse')],
    hiReason: 'full_rate',
    hiBoundBy: null,
    weight: 1,
    arrivedAtS: 0,
    departsAtS: null,
    turn: { state: 'new', forS: 0 },
    ...more,
  }
}

function grantsOf(rows: Row[], demands: Demand[], policy: Policy = usualPolicy): Record<string, number> {
  const { grants } = dispatch(rows, demands, policy)
  return Object.fromEntries(grants.map(({ sessionId, value }) => [sessionId, value]))
}
