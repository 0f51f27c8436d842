import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { CircuitSample } from '../meter.ts'
import { type Judging, judgeSample, judgeSilence, type Load, type MeterState, unheard } from './judge-sample.ts'

const circuit = { phases: 3, wiring: 'star', voltageV: 230, ratedA: 100, limitW: null } as const
const start = Temporal.Instant.from('2026-11-20T08:00:00Z')
const at = (seconds: number) => start.add({ seconds })
const three = (amps: number, powerW: number | null = null) => ({ amps: { L1: amps, L2: amps, L3: amps }, powerW })
const sample = (seconds: number, values: Pick<CircuitSample, 'amps' | 'powerW'>): CircuitSample => ({
  meterId: 1,
  at: at(seconds),
  ...values,
})
const drawing = (amps: number): Load => ({ L1: amps, L2: amps, L3: amps, power: amps * 690 })

type Step = { at: number; values: Pick<CircuitSample, 'amps' | 'powerW'>; now?: number; drawn?: Load | null }

/** Five seconds apart, each heard when it was taken. */
const told = (...values: Step['values'][]): Step[] => values.map((one, i) => ({ at: 5 * i, values: one }))

function judge(steps: readonly Step[], judging: Partial<Judging> = {}, from: MeterState = unheard): MeterState {
  return steps.reduce((state, { at: seconds, values, now = seconds, drawn = null }) => {
    const given: Judging = { circuit, measures: 'total', intervalSeconds: 5, drawn, ...judging, now: at(now) }
    return judgeSample(judgeSilence(state, given), sample(seconds, values), given)
  }, from)
}

const verdict = ({ condition, fault }: MeterState) => [condition, fault]
const later = (seconds: number, ...values: Step['values'][]): Step[] =>
  values.map((one, i) => ({ at: seconds + 5 * i, values: one }))

test('a meter is believed from its third good sample on', () => {
  const [one, two, more] = [three(20), three(21), three(22)]
  assert.deepEqual(verdict(judge(told(one))), ['stale', 'silent'])
  assert.deepEqual(verdict(judge(told(one, two))), ['stale', 'silent'])
  const good = judge(told(one, two, more))
  assert.deepEqual(verdict(good), ['good', null])
  assert.equal(good.good!.amps.L1, 22)
})

test('silence makes a meter stale after three intervals, and after 15 seconds at the earliest', () => {
  const good = judge(told(three(20), three(21), three(22)))
  for (const [intervalSeconds, believedFor] of [
    [1, 15],
    [5, 15],
    [10, 30],
  ] as const) {
    assert.equal(judgeSilence(good, { intervalSeconds, now: at(10 + believedFor) }).condition, 'good')
    const stale = judgeSilence(good, { intervalSeconds, now: at(10 + believedFor + 1) })
    assert.deepEqual(verdict(stale), ['stale', 'silent'])
  }
})

test('a meter that was silent is believed again after three good samples', () => {
  const good = judge(told(three(20), three(21), three(22)))
  const back = judge(later(60, three(30), three(31)), {}, good)
  assert.deepEqual(verdict(back), ['stale', 'silent'])
  assert.deepEqual(verdict(judge(later(70, three(32)), {}, back)), ['good', null])
})

test('a sample that is no newer than the one before tells nothing', () => {
  const good = judge(told(three(20), three(21), three(22)))
  const again = judge([{ at: 10, now: 20, values: three(22) }], {}, good)
  assert.equal(again, good)
  assert.equal(judgeSilence(again, { intervalSeconds: 5, now: at(26) }).condition, 'stale')
})

const good = judge(told(three(20, 13_800), three(21, 14_490), three(22, 15_180)))
const faults: [what: string, step: Step, expected: readonly (string | null)[]][] = [
  ['measured too long ago', { at: 15, now: 31, values: three(22) }, ['stale', 'late']],
  ['more than a minute ahead', { at: 76, now: 15, values: three(22) }, ['implausible', 'future']],
  ['a minute ahead', { at: 75, now: 15, values: three(22) }, ['good', null]],
  [
    'one phase missing',
    { at: 15, values: { amps: { L1: 22, L2: null, L3: 22 }, powerW: null } },
    ['implausible', 'phase_missing'],
  ],
  [
    'no phase any more',
    { at: 15, values: { amps: { L1: null, L2: null, L3: null }, powerW: 15_000 } },
    ['implausible', 'phase_missing'],
  ],
  ['the other sign', { at: 15, values: three(-22) }, ['implausible', 'sign_flip']],
  [
    'the other sign on one phase',
    { at: 15, values: { amps: { L1: 22, L2: -22, L3: 22 }, powerW: null } },
    ['implausible', 'sign_flip'],
  ],
  ['far above the fuse', { at: 15, values: three(151) }, ['implausible', 'jump']],
  ['above the fuse, but what it may carry', { at: 15, values: three(149) }, ['good', null]],
  ['kW in place of W', { at: 15, values: three(22, 15.18) }, ['implausible', 'units']],
  ['mW in place of W', { at: 15, values: three(2, 1_300_000) }, ['implausible', 'jump']],
  ['mA in place of A', { at: 15, values: three(22_000) }, ['implausible', 'jump']],
  ['no number', { at: 15, values: three(Number.NaN) }, ['implausible', 'unreadable']],
  [
    'nothing',
    { at: 15, values: { amps: { L1: null, L2: null, L3: null }, powerW: null } },
    ['implausible', 'unreadable'],
  ],
]

for (const [what, step, expected] of faults) {
  test(`${what}: ${expected[1] ?? expected[0]}`, () => {
    assert.deepEqual(verdict(judge([step], {}, good)), expected)
  })
}

test('after a jump the new level is believed once it has lasted for three samples', () => {
  const jumped = judge(told(three(-60), three(-61), three(-62), three(100)))
  assert.deepEqual(verdict(jumped), ['implausible', 'jump'])
  assert.equal(judge(later(20, three(100), three(101)), {}, jumped).condition, 'implausible')
  assert.equal(judge(later(20, three(100), three(101), three(99)), {}, jumped).condition, 'good')
})

test('a meter whose sign has flipped is not believed for as long as it is flipped', () => {
  const flipped = judge(later(15, three(-22), three(-25), three(-19), three(-40), three(-22)), {}, good)
  assert.deepEqual(verdict(flipped), ['implausible', 'sign_flip'])
  assert.deepEqual(verdict(judge(later(40, three(22), three(21), three(22)), {}, flipped)), ['good', null])
})

test('solar power that takes over step by step is no flipped sign', () => {
  const power = [30, 20, 9, 1, -6, -15, -30].map((amps) => three(amps))
  assert.deepEqual(verdict(judge(told(...power))), ['good', null])
})

test('a meter that tells power only and takes to kW is not believed until it tells W again', () => {
  const watts = (powerW: number) => ({ amps: { L1: null, L2: null, L3: null }, powerW })
  const mixed = judge(
    told(watts(20_000), watts(20_100), watts(20_050), watts(20.1), watts(20.2), watts(20), watts(19.9)),
  )
  assert.deepEqual(verdict(mixed), ['implausible', 'units'])
  assert.equal(judge(later(35, watts(20_000), watts(19_900), watts(20_000)), {}, mixed).condition, 'good')
})

test('chargers that stop may leave a thousandth of what they drew', () => {
  const watts = (powerW: number) => ({ amps: { L1: null, L2: null, L3: null }, powerW })
  const before = told(watts(22_000), watts(22_010), watts(22_020)).map((step) => ({ ...step, drawn: drawing(31.8) }))
  const state = judge([...before, { at: 15, values: watts(22), drawn: drawing(0) }])
  assert.deepEqual(verdict(state), ['good', null])
})

test('a value that stays the same while chargers change is frozen', () => {
  const step = (seconds: number, amps: number): Step => ({ at: seconds, values: three(40.2), drawn: drawing(amps) })
  // Charger and meter tell of the same change within a minute and a half of each other.
  const steps = Array.from({ length: 20 }, (_, i) => step(5 * i, i < 15 ? 12 : 16))
  assert.equal(judge(steps).condition, 'good', 'as long as nothing changes')
  const changed = [100, 105].map((seconds) => step(seconds, 20))
  assert.equal(judge([...steps, changed[0]!]).condition, 'good', 'a charger may tell of it first')
  assert.deepEqual(verdict(judge([...steps, ...changed])), ['implausible', 'frozen'])
  const back = [110, 115, 120].map((seconds, i): Step => ({ at: seconds, values: three(44 + i), drawn: drawing(20) }))
  assert.deepEqual(verdict(judge([...steps, ...changed, ...back])), ['good', null])
})

test('one frozen phase is enough, and a change of a tenth is none', () => {
  const phases = (L1: number, L3: number) => ({ amps: { L1, L2: 40, L3 }, powerW: null })
  const draws = Array.from({ length: 23 }, (_, i) => (i < 20 ? 16 : 20))
  const steps = draws.map((amps, i): Step => {
    return { at: 5 * i, values: phases(30 + i / 10, 50 - i / 10), drawn: drawing(amps) }
  })
  assert.deepEqual(verdict(judge(steps)), ['implausible', 'frozen'])
  const little = steps.map((step, i) => ({ ...step, drawn: drawing(i < 20 ? 16 : 17.5) }))
  assert.equal(judge(little).condition, 'good')
})

test('what is not ours does not move with our chargers', () => {
  const draws = [16, 16, 16, 20, 24, 28]
  const steps = draws.map((amps, i): Step => ({ at: 5 * i, values: three(40), drawn: drawing(amps) }))
  assert.equal(judge(steps, { measures: 'unmanaged' }).condition, 'good')
})

const anyValue = fc.oneof(
  fc.constant(null),
  fc.double({ min: -120, max: 120, noNaN: true }),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0, 22, -22, 22_000, 0.022),
)
const anyStep = fc.record({
  gap: fc.integer({ min: -3, max: 40 }),
  delay: fc.integer({ min: -90, max: 40 }),
  amps: fc.record({ L1: anyValue, L2: anyValue, L3: anyValue }),
  powerW: fc.oneof(fc.constant(null), fc.double({ min: -80_000, max: 80_000, noNaN: true })),
  drawn: fc.option(fc.integer({ min: 0, max: 60 })),
})

test('whatever comes: a believed sample is whole, of now, within reach, and the third of its kind', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 30 }), (steps) => {
      let state = unheard
      let [clock, inRow] = [0, 0]
      for (const { gap, delay, amps, powerW, drawn } of steps) {
        clock = Math.max(clock, clock + gap)
        const judging: Judging = {
          ...{ circuit, measures: 'total', intervalSeconds: 5, now: at(clock) },
          drawn: drawn === null ? null : drawing(drawn),
        }
        const quiet = judgeSilence(state, judging)
        const next = judgeSample(quiet, sample(clock - delay, { amps, powerW }), judging)
        inRow =
          next === quiet
            ? next.goodInRow === 0
              ? 0
              : inRow
            : next.goodInRow === 0
              ? 0
              : next.goodInRow === 1
                ? 1
                : inRow + 1
        state = next
        if (state.condition !== 'good') {
          assert.ok(state.fault !== null)
          continue
        }
        assert.ok(inRow >= 3 && state.fault === null && state.goodInRow === 3)
        const values = Object.values(state.good!.amps)
        assert.ok(values.every((value) => value === null) || values.every((value) => Math.abs(value!) <= 150))
        const age = (at(clock).epochMilliseconds - state.good!.at.epochMilliseconds) / 1000
        assert.ok(age <= 15 && age >= -60, `${age}`)
      }
    }),
    { numRuns: 500 },
  )
})

test('a steady meter is believed whatever it measured before', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -140, max: 140, noNaN: true }), { maxLength: 10 }), (before) => {
      const disturbed = judge(told(...before.map((amps) => three(amps))))
      // Long silence and the sign it had: nothing of before speaks against it any more.
      const sign = before.some((amps) => amps < 0) ? [30, -30] : [30]
      const states = sign.map((amps) => judge(later(1_000, three(amps), three(amps), three(amps)), {}, disturbed))
      assert.ok(states.some(({ condition }) => condition === 'good'))
    }),
    { numRuns: 200 },
  )
})
