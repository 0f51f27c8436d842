import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exceededByFallbacks } from '#core/circuits/check-commissioning.ts'
import { allowedByContract, followMean, projectedMeanW, startMean } from '#core/circuits/contract-mean.ts'
import { effectiveLimit, riseMargin } from '#core/circuits/effective-limit.ts'
import type { LimitSource } from '#core/circuits/limit.ts'
import { limitAt, nextLimitChange } from '#core/circuits/limit-at.ts'
import { limitedRows } from '#core/circuits/limited-rows.ts'
import { rowsOf } from '#core/circuits/rows-of.ts'
import { assumedAt, unmanagedOn } from '#core/circuits/unmanaged-load.ts'
import { supplyOfEvse, toldOfEvse, usualFallback } from '#core/circuits/usual-supply.ts'
import { charger, circuit, evse, site } from './site-model.ts'

const at = (time: string) => Temporal.Instant.from(`2026-03-01T${time}Z`)
const noon = at('12:00:00')

function source(id: number, parts: Partial<LimitSource> = {}): LimitSource {
  return {
    ...{ id, circuitId: 1, kind: 'external', name: `source-${id}`, unit: 'A', author: 'api', reason: null },
    ...{ intervals: [], writtenAt: at('00:00:00'), lease: null },
    ...parts,
  }
}

const always = (value: number) => [{ from: at('00:00:00'), to: null, value }]

/** The limit of one row of a circuit, and what says so. */
function limitOf(row: string, parts: Parameters<typeof circuit>[1], sources: LimitSource[], more: object = {}) {
  const found = effectiveLimit(rowsOf(site([circuit(1, parts)])).row.get(row)!, { sources, at: noon, ...more })
  return found && [Math.round(found.limit * 100) / 100, found.reason, found.binding.id]
}

test('a row goes by the lowest of what limits it, less the margin, and names it', async (t) => {
  const fuse = { ratedA: 100 }
  const kinds = [
    ['external', 'external_limit'],
    ['grid-operator', 'grid_operator_limit'],
    ['flexibility', 'flexibility_activation'],
    ['operator', 'operator_limit'],
    ['schedule', 'circuit_limit'],
    ['thermal', 'circuit_limit'],
  ] as const
  for (const [kind, reason] of kinds) {
    await t.test(`${kind} is said as ${reason}`, () => {
      assert.deepEqual(limitOf('c1/L2', fuse, [source(7, { kind, intervals: always(50) })]), [50, reason, 'limit7'])
    })
  }
  const cases: [name: string, actual: unknown, expected: unknown][] = [
    ['nothing limits it', limitOf('c1/L1', {}, []), null],
    ['3 % of a large fuse', limitOf('c1/L1', fuse, []), [97, 'phase_limit', 'c1/L1']],
    ['1 A of a small one', limitOf('c1/L1', { ratedA: 16 }, []), [15, 'phase_limit', 'c1/L1']],
    ['a circuit of one phase is one limit', limitOf('c1/L1', { ratedA: 16, phases: 1 }, [])?.[1], 'circuit_limit'],
    ['a limit near the rating', limitOf('c1/L1', fuse, [source(7, { intervals: always(98) })])?.[0], 97],
    ['a source cannot raise', limitOf('c1/L1', fuse, [source(7, { intervals: always(900) })])?.[2], 'c1/L1'],
    ['never below zero', limitOf('c1/L1', fuse, [source(7, { intervals: always(0) })])?.[0], 0],
    ['A say nothing of W', limitOf('c1/W', { limitW: 9_000 }, [source(7, { intervals: always(1) })])?.[2], 'c1/W'],
    [
      'W limit the power of a circuit that has only a fuse',
      limitOf('c1/W', fuse, [source(7, { unit: 'W', intervals: always(4_200) })]),
      [4_200, 'external_limit', 'limit7'],
    ],
    ['and leave its lines alone', limitOf('c1/L1', fuse, [source(7, { unit: 'W', intervals: always(1) })])?.[0], 97],
    ['another circuit', limitOf('c1/L1', fuse, [source(7, { circuitId: 2, intervals: always(1) })])?.[0], 97],
    ['the contract', limitOf('c1/W', { contractW: 50_000 }, []), [50_000, 'circuit_limit', 'c1/contract']],
    [
      'what the contract allows now',
      limitOf('c1/W', { contractW: 50_000, limitW: 60_000 }, [], { contractW: 55_000 }),
      [55_000, 'circuit_limit', 'c1/contract'],
    ],
    [
      'two sources: the lower one',
      limitOf('c1/L1', fuse, [source(7, { intervals: always(40) }), source(8, { intervals: always(30) })]),
      [30, 'external_limit', 'limit8'],
    ],
  ]
  for (const [name, actual, expected] of cases) await t.test(name, () => assert.deepEqual(actual, expected))
})

test('an interval begins with its first instant and ends before its last; the lowest of two counts', () => {
  const list = source(7, {
    intervals: [
      { from: at('12:00:00'), to: at('13:00:00'), value: 20 },
      { from: at('12:30:00'), to: null, value: 30 },
    ],
  })
  const values = ['11:59:59.999', '12:00:00', '12:45:00', '12:59:59.999', '13:00:00'].map(
    (time) => limitAt(list, at(time))?.value,
  )
  assert.deepEqual(values, [undefined, 20, 20, 20, 30])
  assert.deepEqual(String(nextLimitChange([list], at('12:00:00'))), String(at('12:30:00')))
  assert.equal(nextLimitChange([list], at('13:00:00')), null)
})

test('a lease that is not renewed says its fallback from the instant on at which it ends', () => {
  const lease = { seconds: 60, fallback: 10, leastSeconds: 7200, renewedAt: noon, fallbackUntil: null }
  const said = (time: string, changes: object = {}, intervals = always(50)) => {
    const found = limitAt(source(7, { intervals, lease: { ...lease, ...changes } }), at(time))
    return found && [found.value, found.isFallback]
  }
  assert.deepEqual(said('12:00:59.999'), [50, false])
  assert.deepEqual(said('12:01:00'), [10, true])
  assert.deepEqual(said('12:01:00', {}, []), [10, true], 'also where nothing was said')
  assert.equal(said('12:00:30', {}, []), null)
  const back = { fallbackUntil: at('12:00:30') }
  assert.deepEqual(said('12:00:29', back), [10, true], 'heard again, but not long enough after it was silent')
  assert.deepEqual(said('12:00:29', back, always(4)), [4, false], 'what is lower counts at once')
  assert.deepEqual(said('12:00:30', back), [50, false])
  assert.deepEqual(
    String(nextLimitChange([source(7, { lease: { ...lease, ...back } })], noon)),
    String(back.fallbackUntil),
  )
})

test('only rows that something limits are handed on, with what is drawn there anyway', () => {
  const dc = { kind: 'dc', maxW: 50_000, efficiency: 1, standbyW: 690 } as const
  const topology = site([circuit(1), circuit(2, { parentId: 1, ratedA: 63 })], [charger(5, 2, dc)])
  const compiled = rowsOf(topology)
  const unmanaged = unmanagedOn(compiled, new Map([[2, { L1: 10, L2: 0, L3: 5 }]]))
  const given = { at: noon, contractW: new Map(), headroom: new Map([['c2/L1', riseMargin(null, 60)]]), unmanaged }
  const { rows } = limitedRows(compiled, { ...given, sources: [source(7, { unit: 'W', intervals: always(20_000) })] })
  assert.deepEqual(
    rows.map(({ id, base, limit, headroom }) => [
      id,
      ...[base, limit, headroom ?? 0].map((one) => Math.round(one * 100) / 100),
    ]),
    [
      ['c1/W', 4140, 20_000, 0],
      ['c2/L1', 11, 61.11, 3],
      ['c2/L2', 1, 61.11, 0],
      ['c2/L3', 6, 61.11, 0],
    ],
  )
})

test('assumed load goes by the time of day, and the last of a day until the first of the next', () => {
  const assumed = [
    { from: '18:00', amps: { L1: 30, L2: 30, L3: 30 } },
    { from: '06:00', amps: { L1: 10, L2: 10, L3: 10 } },
  ]
  const seen = ['05:59', '06:00', '17:59', '18:00'].map(
    (time) => assumedAt({ assumed }, Temporal.PlainTime.from(time)).L1,
  )
  assert.deepEqual(seen, [30, 10, 10, 30])
})

test('the contract is steered by the projected mean of the quarter, and never above the fuse', () => {
  const contract = { contractW: 100_000, fuseW: 160_000 }
  let mean = startMean(100_000, at('12:00:00'), 40_000)
  const allowed = (time: string, fuseW: number | null = 160_000) =>
    Math.round(allowedByContract(mean, { ...contract, fuseW, at: at(time) }))
  assert.equal(allowed('12:00:00'), 100_000)
  assert.equal(Math.round(projectedMeanW(mean, at('12:05:00'))), 40_000)
  assert.equal(allowed('12:05:00'), 130_000, 'what was saved in five minutes may flow in the other ten')
  assert.equal(allowed('12:05:00', null), 100_000, 'without a fuse nothing is above the contract')
  assert.equal(allowed('12:14:55'), 160_000, 'the end of a quarter is no burst above the fuse')
  mean = followMean(mean, at('12:05:00'), 160_000)
  assert.equal(allowed('12:10:00'), 100_000)
  assert.equal(allowed('12:13:00'), 10_000, 'what flowed too much has to be saved')
  assert.equal(allowed('12:14:30'), 0)
  assert.equal(allowed('12:15:00'), 100_000, 'the next quarter begins anew')
  assert.equal(Math.round(projectedMeanW(mean, at('12:16:00'))), 160_000)
  assert.equal(followMean(mean, at('12:01:00'), 1), mean, 'an older sample changes nothing')
  const late = startMean(100_000, at('12:10:00'), 0)
  assert.equal(Math.round(allowedByContract(late, { ...contract, at: at('12:10:00') })), 100_000)
})

test('what all chargers fall back to, and the worst of the rest, has to fit on every row', () => {
  const tenCars = Array.from({ length: 10 }, () => ({ phases: 'unknown' }) as const)
  const exceeded = (parts: Parameters<typeof circuit>[1], ...evses: Parameters<typeof evse>[0][]) =>
    exceededByFallbacks(site([circuit(1, parts)], [charger(5, 1, ...evses.map((one) => one ?? {}))])).map(
      ({ row, sum, limit }) => [row, Math.round(sum * 10) / 10, Math.round(limit * 10) / 10],
    )
  assert.deepEqual(exceeded({ ratedA: 63 }, ...tenCars), [])
  assert.deepEqual(exceeded({ ratedA: 50 }, ...tenCars), [
    ['c1/L1', 60, 48.5],
    ['c1/L2', 60, 48.5],
    ['c1/L3', 60, 48.5],
  ])
  const evening = [{ from: '18:00', amps: { L1: 0, L2: 40, L3: 0 } }]
  assert.deepEqual(exceeded({ ratedA: 63, assumed: evening }, {}, {}, {}, {}), [['c1/L2', 64, 61.1]])
  assert.deepEqual(exceeded({ contractW: 8_000 }, {}, {}), [['c1/W', 8280, 8000]])
  assert.deepEqual(exceeded({ ratedA: 63, unbalanceA: 1 }, { phases: 'L1' }), [], 'unbalance concerns no fuse')
  const delta = { wiring: 'delta', voltageV: 208, ratedA: 12 } as const
  assert.deepEqual(exceeded(delta, { phases: 'L1L2' }, { phases: 'L3L1' }), [], 'angles count: 10.4 A and not 12')
})

test('an EVSE is taken for what its charger says of it', () => {
  const told = (component: string, variable: string, value: string | null, maxLimit?: number) => ({
    ...{ component, componentInstance: null, evse: 1, connector: component === 'Connector' ? 1 : null },
    ...{ variable, variableInstance: null, attribute: 'Actual' as const, value, mutability: null },
    ...{ persistent: null, constant: null, observedAt: noon },
    characteristics: maxLimit === undefined ? null : { maxLimit },
  })
  const found = (...variables: ReturnType<typeof told>[]) =>
    supplyOfEvse({ evse: 1 }, toldOfEvse(variables, 1), circuit(1))
  const dc = found(told('Connector', 'ConnectorType', 'cCCS2'), told('EVSE', 'Power', null, 120_000))
  assert.deepEqual([dc?.kind, dc?.maxW, dc?.min, dc?.fallback], ['dc', 120_000, 5_000, 12_000])
  const ac = found(told('Connector', 'ConnectorType', 'sType2'), told('EVSE', 'SupplyPhases', '1'))
  assert.deepEqual([ac?.kind, ac?.phases, ac?.maxA, ac?.fallback], ['ac', 'unknown', 32, 6])
  assert.equal(found(told('EVSE', 'ACCurrent', '16', 16))?.maxA, 16)
  assert.equal(found(told('Connector', 'ConnectorType', 'cCCS2')), null, 'direct current of a rating that nobody said')
})

test('the usual fallback is 6 A, or the smaller of 10 % and 32 A, or nothing where that is no rate', () => {
  const here = circuit(1)
  const dc = (maxW: number, min: number) =>
    usualFallback(evse({ kind: 'dc', maxW, min, step: 100, efficiency: 0.95, powerFactor: 1 }), here)
  assert.equal(usualFallback(evse(), here), 6)
  assert.equal(usualFallback(evse({ min: 8 }), here), 0)
  assert.equal(dc(150_000, 5_000), 15_000)
  assert.equal(dc(400_000, 5_000), 20_900)
  assert.equal(dc(50_000, 10_000), 0)
})
