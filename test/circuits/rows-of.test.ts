import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { EvseSupply, SupplyPhases } from '#core/circuits/circuit.ts'
import type { UsedPhases } from '#core/circuits/line-currents.ts'
import { coefficientsOf, loadOn, rowsOf, type SiteRows } from '#core/circuits/rows-of.ts'
import { worstLoad } from '#core/circuits/worst-load.ts'
import { charger, circuit, site } from './site-model.ts'

/** Row by row what one unit is, rounded; a load with an angle as its length and its degrees. */
function unitOf(rows: SiteRows, evseId: string, measured: UsedPhases = null) {
  return Object.fromEntries(
    coefficientsOf(rows, evseId, measured).map(({ row, re, im }) => [
      row,
      im === undefined ? round(re) : [round(Math.hypot(re, im)), Math.round((Math.atan2(im, re) * 180) / Math.PI)],
    ]),
  )
}

const round = (value: number) => Math.round(value * 1000) / 1000

function oneEvse(parts: Partial<EvseSupply>, measured: UsedPhases = null) {
  return unitOf(rowsOf(site([circuit(1)], [charger(5, 1, parts)])), '5/1', measured)
}

test('an EVSE loads the phases that it hangs on', async (t) => {
  const cases: [name: string, parts: Partial<EvseSupply>, measured: UsedPhases, expected: object][] = [
    ['three phases', {}, null, { 'c1/L1': 1, 'c1/L2': 1, 'c1/L3': 1, 'c1/W': 690 }],
    ['one phase', { phases: 'L2' }, null, { 'c1/L2': 1, 'c1/W': 230 }],
    [
      'one phase that nobody knows counts on all, and its power once',
      { phases: 'unknown' },
      null,
      { 'c1/L1': 1, 'c1/L2': 1, 'c1/L3': 1, 'c1/W': 230 },
    ],
    ['one phase that was learnt', { phases: 'unknown', learntPhases: 'L3' }, null, { 'c1/L3': 1, 'c1/W': 230 }],
    ['what was told outranks what was learnt', { phases: 'L1', learntPhases: 'L3' }, null, { 'c1/L1': 1, 'c1/W': 230 }],
    ['a car of one phase at three: any of them', {}, ['L1'], { 'c1/L1': 1, 'c1/L2': 1, 'c1/L3': 1, 'c1/W': 230 }],
    ['the same where the phase was learnt', { learntPhases: 'L2' }, ['L1'], { 'c1/L2': 1, 'c1/W': 230 }],
    ['the same where somebody said how it is turned', { rotation: 'TRS' }, ['L1'], { 'c1/L3': 1, 'c1/W': 230 }],
    [
      'who turned it outranks what was learnt',
      { rotation: 'TRS', learntPhases: 'L2' },
      ['L1'],
      { 'c1/L3': 1, 'c1/W': 230 },
    ],
    ['two phases of it', { rotation: 'STR' }, ['L1', 'L3'], { 'c1/L1': 1, 'c1/L2': 1, 'c1/W': 460 }],
    [
      'what was learnt is the line of the first phase, and of no other',
      { learntPhases: 'L2' },
      ['L2'],
      { 'c1/L1': 1, 'c1/L2': 1, 'c1/L3': 1, 'c1/W': 230 },
    ],
    ['a car of two phases', {}, ['L1', 'L2'], { 'c1/L1': 1, 'c1/L2': 1, 'c1/L3': 1, 'c1/W': 460 }],
    [
      'direct current: losses and power factor, on three phases',
      { kind: 'dc', maxW: 150_000, efficiency: 0.95, powerFactor: 0.98 },
      ['L1'],
      { 'c1/L1': 0.002, 'c1/L2': 0.002, 'c1/L3': 0.002, 'c1/W': 1.053 },
    ],
  ]
  for (const [name, parts, measured, expected] of cases) {
    await t.test(name, () => assert.deepEqual(oneEvse(parts, measured), expected))
  }
})

test('a charger loads every circuit above it, at the voltage of each', () => {
  const circuits = [
    circuit(1, { voltageV: 11_547, phases: 3 }),
    circuit(2, { parentId: 1 }),
    circuit(3, { parentId: 2, phases: 1 }),
  ]
  const unit = unitOf(rowsOf(site(circuits, [charger(5, 3, { phases: 'L2' })])), '5/1')
  assert.deepEqual(unit, { 'c1/L2': 0.02, 'c1/W': 230, 'c2/L2': 1, 'c2/W': 230, 'c3/L1': 1, 'c3/W': 230 })
})

test('a charger with a limit of its own has rows for it', () => {
  const topology = site([circuit(1)], [{ ...charger(5, 1, {}, { phases: 'L1' }), maxA: 40, maxW: 22_000 }])
  const rows = rowsOf(topology)
  assert.deepEqual(
    rows.rows.filter(({ of }) => of === 'charger').map(({ id, rated }) => [id, rated]),
    [
      ['charger5/L1', 40],
      ['charger5/L2', 40],
      ['charger5/L3', 40],
      ['charger5/W', 22_000],
    ],
  )
  const unit = unitOf(rows, '5/2')
  assert.deepEqual([unit['charger5/L1'], unit['charger5/L2'], unit['charger5/W']], [1, undefined, 230])
  const cabinet = rowsOf(
    site([circuit(1)], [{ ...charger(6, 1, { kind: 'dc', maxW: 300_000, efficiency: 0.9 }), maxW: 300_000 }]),
  )
  assert.equal(unitOf(cabinet, '6/1')['charger6/W'], 1, 'a cabinet is rated by what it gives')
})

test('what a cabinet draws for itself is on its rows before anybody charges', () => {
  const dc = { kind: 'dc', maxW: 100_000, efficiency: 0.9, standbyW: 690 } as const
  const { row } = rowsOf(site([circuit(1)], [charger(5, 1, dc, dc)]))
  assert.deepEqual(
    ['c1/L1', 'c1/L2', 'c1/L3', 'c1/W'].map((id) => round(row.get(id)!.standing)),
    [2, 2, 2, 1380],
  )
})

test('unbalance has a row for each pair of phases and each way, and an unknown phase lies on every side', () => {
  const rows = rowsOf(
    site([circuit(1, { unbalanceA: 20 })], [charger(5, 1, { phases: 'L1' }, {}, { phases: 'unknown' })]),
  )
  const apart = (evseId: string) =>
    Object.fromEntries(Object.entries(unitOf(rows, evseId)).filter(([row]) => row.includes('-')))
  assert.deepEqual(apart('5/1'), { 'c1/L1-L2': 1, 'c1/L1-L3': 1, 'c1/L2-L1': -1, 'c1/L3-L1': -1 })
  assert.deepEqual(apart('5/2'), {})
  assert.deepEqual(Object.values(apart('5/3')), [1, 1, 1, 1, 1, 1])
})

// 208 V: the lines of the secondary carry AB - CA and so on, the primary ones a quarter of (A - C) and so on.
const garage = rowsOf(
  site(
    [circuit(1, { wiring: 'delta', voltageV: 208, ratedA: 80, transformer: { primaryRatedA: 30, turnsRatio: 4 } })],
    [charger(5, 1, { phases: 'L1L2' }, { phases: 'L2L3' }, { phases: 'L3L1' }, {}, { phases: 'unknown' })],
  ),
)

test('between two lines a load has the angle of its voltage, on both sides of a transformer', () => {
  assert.deepEqual(unitOf(garage, '5/1'), {
    ...{ 'c1/A': [1, 30], 'c1/B': [1, -30], 'c1/W': 208 },
    ...{ 'c1/primary-A': [0.25, 60], 'c1/primary-B': 0.5, 'c1/primary-C': [0.25, -60] },
  })
  assert.equal(unitOf(garage, '5/4')['c1/A'], 1)
  assert.equal(unitOf(garage, '5/4')['c1/W'], round(208 * Math.sqrt(3)))
})

test('delta lines carry what the phasors of the published garage network give', () => {
  const degrees = { AB: 30, BC: -90, CA: 150 }
  const phasor = (amps: number, angle: number) => [
    amps * Math.cos((angle * Math.PI) / 180),
    amps * Math.sin((angle * Math.PI) / 180),
  ]
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 3, maxLength: 3 }), ([ab, bc, ca]) => {
      const of = { AB: phasor(ab!, degrees.AB), BC: phasor(bc!, degrees.BC), CA: phasor(ca!, degrees.CA) }
      const minus = (one: number[], other: number[]) => [one[0]! - other[0]!, one[1]! - other[1]!]
      const secondary = { A: minus(of.AB, of.CA), B: minus(of.BC, of.AB), C: minus(of.CA, of.BC) }
      const expected: Record<string, number> = {
        'c1/A': Math.hypot(...secondary.A),
        'c1/B': Math.hypot(...secondary.B),
        'c1/C': Math.hypot(...secondary.C),
        'c1/primary-A': Math.hypot(...minus(secondary.A, secondary.C)) / 4,
        'c1/primary-B': Math.hypot(...minus(secondary.B, secondary.A)) / 4,
        'c1/primary-C': Math.hypot(...minus(secondary.C, secondary.B)) / 4,
      }
      const sums = sumsOf([...loadOn(garage, '5/1', ab!), ...loadOn(garage, '5/2', bc!), ...loadOn(garage, '5/3', ca!)])
      for (const [row, amps] of Object.entries(expected)) {
        const { re, im } = sums.get(row) ?? { re: 0, im: 0 }
        assert.ok(Math.abs(Math.hypot(re, im) - amps) < 1e-6, row)
      }
    }),
    { numRuns: 300 },
  )
})

test('a pair of lines that nobody knows is never more on any line than what it counts as', () => {
  const known = ['5/1', '5/2', '5/3']
  fc.assert(
    fc.property(
      fc.array(fc.record({ evse: fc.constantFrom(...known, '5/4'), amps: fc.integer({ min: 0, max: 80 }) }), {
        maxLength: 6,
      }),
      fc.constantFrom(...known),
      (others, truth) => {
        const rest = others.flatMap(({ evse, amps }) => loadOn(garage, evse, amps))
        const counted = byRow([...rest, ...loadOn(garage, '5/5', 32)])
        for (const [row, loads] of byRow([...rest, ...loadOn(garage, truth, 32)])) {
          assert.ok(worstLoad(loads) <= worstLoad(counted.get(row) ?? []) + 1e-6, row)
        }
      },
    ),
    { numRuns: 300 },
  )
})

test('the worst of loads with angles is the worst of all choices among them', () => {
  const angles = [30, -30, 0, 60, -60, 90, 210, 180].map((degrees) => (degrees * Math.PI) / 180)
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...angles), fc.double({ min: 0, max: 50, noNaN: true })), { maxLength: 8 }),
      (given) => {
        const loads = given.map(([angle, size]) => ({ re: size * Math.cos(angle), im: size * Math.sin(angle) }))
        let worst = 0
        for (let choice = 0; choice < 1 << loads.length; choice++) {
          const chosen = loads.filter((_, i) => choice & (1 << i))
          worst = Math.max(worst, Math.hypot(sum(chosen, 're'), sum(chosen, 'im')))
        }
        assert.ok(Math.abs(worstLoad(loads) - worst) < 1e-6)
      },
    ),
    { numRuns: 300 },
  )
})

const phases: SupplyPhases[] = ['L1', 'L2', 'L3', 'L1L2L3', 'unknown']

test('a parent carries the sum of what its children carry, and no load is negative but in unbalance', () => {
  const supplies = fc.array(
    fc.record({
      at: fc.integer({ min: 2, max: 4 }),
      phases: fc.constantFrom(...phases),
      isDc: fc.boolean(),
      rate: fc.integer({ min: 0, max: 32 }),
      measured: fc.constantFrom<UsedPhases>(null, ['L1'], ['L1', 'L3'], ['L1', 'L2', 'L3']),
    }),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(supplies, fc.constantFrom(230, 400, 11_000), (given, voltageV) => {
      const circuits = [
        circuit(1, { voltageV, unbalanceA: 10 }),
        circuit(2, { parentId: 1 }),
        circuit(3, { parentId: 1 }),
        circuit(4, { parentId: 3 }),
      ]
      const chargers = given.map(({ at, phases, isDc }, i) =>
        charger(i + 1, at, isDc ? { kind: 'dc', maxW: 50_000, efficiency: 0.9, phases } : { phases }),
      )
      const rows = rowsOf(site(circuits, chargers))
      const loads = given.flatMap(({ rate, measured }, i) => loadOn(rows, `${i + 1}/1`, rate, measured))
      for (const { row, re, im = 0 } of loads) {
        assert.ok(row.includes('-') || (re >= 0 && im === 0), `${row}: ${re} ${im}`)
      }
      const sums = sumsOf(loads)
      const on = (row: string) => sums.get(row)?.re ?? 0
      const here = sumsOf(
        given.flatMap(({ at, rate, measured }, i) => (at === 3 ? loadOn(rows, `${i + 1}/1`, rate, measured) : [])),
      )
      for (const line of ['L1', 'L2', 'L3']) {
        assert.ok(Math.abs(on(`c1/${line}`) - ((on(`c2/${line}`) + on(`c3/${line}`)) * 230) / voltageV) < 1e-6)
        assert.ok(Math.abs(on(`c3/${line}`) - on(`c4/${line}`) - (here.get(`c3/${line}`)?.re ?? 0)) < 1e-6)
      }
      assert.ok(Math.abs(on('c1/W') - on('c2/W') - on('c3/W')) < 1e-6)
    }),
    { numRuns: 200 },
  )
})

type Load = { row: string; re: number; im?: number }

function byRow(loads: readonly Load[]): Map<string, Load[]> {
  return Map.groupBy(loads, ({ row }) => row)
}

function sumsOf(loads: readonly Load[]): Map<string, { re: number; im: number }> {
  return new Map([...byRow(loads)].map(([row, all]) => [row, { re: sum(all, 're'), im: sum(all, 'im') }]))
}

function sum(loads: readonly Omit<Load, 'row'>[], part: 're' | 'im'): number {
  return loads.reduce((total, load) => total + (load[part] ?? 0), 0)
}
