import assert from 'node:assert/strict'
import test from 'node:test'
import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { type EnergyEvidence, energyOf, type Point } from './energy.ts'

const nothing: EnergyEvidence = {
  meterStart: null,
  meterStop: null,
  begin: null,
  end: null,
  first: null,
  last: null,
  firstPositive: null,
  intervalWh: null,
  powerWh: null,
  signedWh: null,
  maxPowerW: 22_000,
  startUnreliable: false,
}

/** A register so many minutes after the session's start. */
function at(minutes: number, wh: number): Point {
  return { at: Temporal.Instant.from('2026-03-01T08:00:00Z').add({ minutes }), wh: new Decimal(wh) }
}

type Case = [name: string, evidence: Partial<EnergyEvidence>, energyWh: number, method: string, flags?: string[]]

const cases: Case[] = [
  // the order of trust
  ['signed values come first', { signedWh: new Decimal(9000), begin: at(0, 100), end: at(60, 9200) }, 9000, 'signed'],
  [
    'Begin and End come before meterStart and meterStop',
    { begin: at(0, 1000), end: at(60, 8000), meterStart: at(0, 990), meterStop: at(60, 8010) },
    7000,
    'registers',
  ],
  [
    'meterStart and meterStop come before samples',
    { meterStart: at(0, 1000), meterStop: at(60, 8000), first: at(1, 1100), last: at(59, 7900) },
    7000,
    'meter-start-stop',
  ],
  [
    'registers come before intervals',
    { begin: at(0, 1000), end: at(60, 8000), intervalWh: new Decimal(6900) },
    7000,
    'registers',
  ],
  ['intervals come before power', { intervalWh: new Decimal(6900), powerWh: new Decimal(6800) }, 6900, 'intervals'],
  ['power is the last resort', { powerWh: new Decimal(6800) }, 6800, 'power'],
  ['nothing is known', {}, 0, 'none'],
  ['one register alone tells nothing', { first: at(1, 1100), last: at(1, 1100) }, 0, 'none'],
  // Ends that never came
  [
    'a session without a stop is counted to its last sample',
    { meterStart: at(0, 1000), first: at(1, 1100), last: at(59, 7900) },
    6900,
    'registers',
    ['end-missing'],
  ],
  [
    'a session without a start is counted from its first sample',
    { first: at(1, 1100), last: at(59, 7900), end: at(60, 8000) },
    6900,
    'registers',
    ['start-missing'],
  ],
  [
    'a session with samples only',
    { first: at(1, 1100), last: at(59, 7900) },
    6800,
    'registers',
    ['start-missing', 'end-missing'],
  ],
  //
  ['Q-112: 1 Wh backwards is nothing', { meterStart: at(0, 1000), meterStop: at(5, 999) }, 0, 'meter-start-stop'],
  ['X-09: 10 Wh backwards is nothing', { meterStart: at(0, 1000), meterStop: at(5, 990) }, 0, 'meter-start-stop'],
  [
    'X-09: a meter that ran backwards gives way to the registers',
    { meterStart: at(0, 9000), meterStop: at(60, 0), first: at(1, 9100), last: at(59, 15_000) },
    6000,
    'registers',
    ['meter-rolled-back', 'end-missing'],
  ],
  [
    'X-09: a meter that ran backwards and no other evidence',
    { meterStart: at(0, 9000), meterStop: at(60, 100) },
    0,
    'none',
    ['meter-rolled-back', 'implausible-hold'],
  ],
  [
    'X-09: more than 1000 kWh waits for a person, even where it can be delivered',
    { meterStart: at(0, 1000), meterStop: at(60, 1_201_000), maxPowerW: 3_750_000 },
    1_200_000,
    'meter-start-stop',
    ['implausible-hold'],
  ],
  ['X-09: negative intervals', { intervalWh: new Decimal(-50) }, 0, 'intervals', ['implausible-hold']],
  //
  [
    'Q-125: 0 while offline was no register',
    { begin: at(0, 0), first: at(5, 909_948), last: at(6, 909_990), end: at(10, 910_031), startUnreliable: true },
    83,
    'registers',
    ['placeholder-start', 'start-missing'],
  ],
  [
    'Q-125: 0 twice',
    {
      begin: at(0, 0),
      first: at(1, 0),
      firstPositive: at(5, 909_948),
      last: at(6, 909_990),
      end: at(10, 910_031),
      startUnreliable: true,
    },
    83,
    'registers',
    ['placeholder-start', 'start-missing'],
  ],
  [
    'X-19: 0 for no reason is looked at',
    { begin: at(0, 0), first: at(5, 909_948), end: at(10, 910_031) },
    83,
    'registers',
    ['placeholder-start', 'implausible-hold', 'start-missing'],
  ],
  [
    'X-19: meterStart stands in for a placeholder',
    {
      begin: at(0, 0),
      end: at(60, 910_000),
      meterStart: at(0, 900_000),
      meterStop: at(60, 910_000),
      first: at(5, 901_000),
    },
    10_000,
    'meter-start-stop',
    ['placeholder-start'],
  ],
  [
    'X-19: a charger that counts from 0 in every session',
    { begin: at(0, 0), first: at(1, 300), end: at(60, 20_000), startUnreliable: true },
    20_000,
    'registers',
  ],
  [
    'X-19: a placeholder and nothing later but the end',
    { begin: at(0, 0), end: at(10, 910_031), startUnreliable: true },
    0,
    'none',
    ['placeholder-start', 'implausible-hold'],
  ],
  // Registers of two kinds
  [
    'Q-157: a periodic 678 Wh beside a Transaction.Begin of 0',
    { begin: at(0, 0), first: at(0, 678), last: at(30, 5678) },
    5678,
    'registers',
    ['end-missing'],
  ],
  [
    'Q-158: a last 0 among real registers',
    { meterStart: at(0, 895), first: at(1, 895), last: at(30, 0), meterStop: at(31, 1896) },
    1001,
    'meter-start-stop',
  ],
  [
    'Q-158: a last 0 and nothing else',
    { first: at(1, 895), last: at(30, 0) },
    0,
    'none',
    ['meter-rolled-back', 'implausible-hold'],
  ],
  [
    'Q-159: a meter that counts each session, beside registers that count its life',
    { meterStart: at(0, 0), meterStop: at(60, 895), first: at(1, 6_326_010), last: at(59, 6_326_890) },
    895,
    'meter-start-stop',
  ],
  [
    'Q-159: no session of 6326 kWh, but the meter readings around it',
    { begin: at(0, 12), end: at(60, 6_326_000), meterStart: at(0, 6_319_000), meterStop: at(60, 6_326_000) },
    7000,
    'meter-start-stop',
    ['implausible-hold'],
  ],
  [
    'Q-159: no session of 6326 kWh, but an unknown one',
    { begin: at(0, 12), end: at(60, 6_326_000) },
    0,
    'none',
    ['implausible-hold'],
  ],
  [
    'more than the EVSE delivers, with no better evidence',
    { begin: at(0, 12), end: at(60, 60_012) },
    60_000,
    'registers',
    ['implausible-hold'],
  ],
  [
    'a wrong start time says nothing about the energy',
    { begin: at(59, 12), end: at(60, 20_012), startUnreliable: true },
    20_000,
    'registers',
  ],
]

for (const [name, evidence, energyWh, method, flags = []] of cases) {
  test(name, () => {
    const energy = energyOf({ ...nothing, ...evidence })
    assert.deepEqual({ ...energy, energyWh: energy.energyWh.toNumber() }, { energyWh, method, flags })
  })
}

const wh = fc.double({ min: 0.001, max: 2e9, noNaN: true }).map((value) => new Decimal(value).toDecimalPlaces(3))
const point = fc.record({ at: fc.integer({ min: 0, max: 10_000 }).map((minutes) => at(minutes, 0).at), wh })
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null })

const evidences: fc.Arbitrary<EnergyEvidence> = fc.record({
  meterStart: maybe(point),
  meterStop: maybe(point),
  begin: maybe(point),
  end: maybe(point),
  first: maybe(point),
  last: maybe(point),
  firstPositive: maybe(point),
  intervalWh: maybe(wh.map((value) => value.minus(1e9))),
  powerWh: maybe(wh),
  signedWh: maybe(wh.map((value) => value.minus(1e9))),
  maxPowerW: maybe(fc.integer({ min: 1000, max: 4_000_000 })),
  startUnreliable: fc.boolean(),
})

const registers = ['meterStart', 'meterStop', 'begin', 'end', 'first', 'last', 'firstPositive'] as const

function mapRegisters(evidence: EnergyEvidence, change: (point: Point) => Point): EnergyEvidence {
  const changed = { ...evidence }
  for (const name of registers) changed[name] = evidence[name] ? change(evidence[name]) : null
  return changed
}

test('energy is never negative, and above 1000 kWh always waits for a person', () => {
  const zeroSometimes = fc.tuple(evidences, fc.subarray([...registers])).map(([evidence, zeros]) => {
    for (const name of zeros) if (evidence[name]) evidence[name] = { ...evidence[name], wh: new Decimal(0) }
    return evidence
  })
  fc.assert(
    fc.property(zeroSometimes, (evidence) => {
      const { energyWh, flags } = energyOf(evidence)
      assert.ok(energyWh.isFinite() && !energyWh.isNegative())
      assert.ok(energyWh.lessThanOrEqualTo(1_000_000) || flags.includes('implausible-hold'))
      assert.equal(new Set(flags).size, flags.length)
    }),
  )
})

test('where the meter started to count does not matter', () => {
  fc.assert(
    fc.property(evidences, wh, (evidence, more) => {
      const shifted = mapRegisters(evidence, (point) => ({ ...point, wh: point.wh.plus(more) }))
      assert.deepEqual(energyOf(shifted), energyOf(evidence))
    }),
  )
})

test('when the session took place does not matter', () => {
  fc.assert(
    fc.property(evidences, fc.integer({ min: -1e6, max: 1e6 }), (evidence, seconds) => {
      const shifted = mapRegisters(evidence, (point) => ({ ...point, at: point.at.add({ seconds }) }))
      assert.deepEqual(energyOf(shifted), energyOf(evidence))
    }),
  )
})

test('signed values are not questioned by anything else', () => {
  fc.assert(
    fc.property(evidences, wh, (evidence, signedWh) => {
      assert.deepEqual(energyOf({ ...evidence, signedWh }), energyOf({ ...nothing, signedWh }))
    }),
  )
})

test('a pair of good registers is not changed by weaker evidence', () => {
  fc.assert(
    fc.property(evidences, fc.integer({ min: 0, max: 20_000 }), (evidence, used) => {
      const good = { begin: at(0, 5000), end: at(60, 5000 + used), signedWh: null, maxPowerW: 22_000 }
      const noZeroStart = { ...evidence, ...good }
      assert.equal(energyOf(noZeroStart).energyWh.toNumber(), used)
    }),
  )
})
