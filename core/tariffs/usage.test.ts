import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Decimal } from 'decimal.js'
import { emptyEvidence, type SessionEvidence } from '../sessions/evidence.ts'
import { recordOf } from '../sessions/record.ts'
import { type SessionCourse, untilUnplugged, usageOf } from './usage.ts'

const minute = 60_000
const nothing: SessionCourse = { registers: [], states: [] }

function session(evidence: Partial<SessionEvidence>) {
  const whole: SessionEvidence = { ...emptyEvidence(), ...evidence }
  return { evidence: whole, record: recordOf(whole) }
}

const start = { at: 0, estimated: false, meterWh: '1000', reservationId: null, live: true }
const stop = { at: 60 * minute, estimated: false, meterWh: '11000', reason: null, tokenUid: null }

function spansOf(...args: Parameters<typeof usageOf>) {
  return usageOf(...args).spans.map(({ fromMs, toMs, energyWh, isCharging }) => [
    ...[fromMs / minute, toMs / minute, Number(energyWh.toFixed(3)), isCharging],
  ])
}

test('a session of two registers is one span', () => {
  assert.deepEqual(spansOf(session({ start, stop, from: 0, to: stop.at }), nothing, 0), [[0, 60, 10_000, true]])
})

test('registers in between tell when the energy flowed, and their sum is that of the record', () => {
  const registers = [10, 30].map((at, index) => ({ atMs: at * minute, wh: new Decimal([3_000, 11_000][index]!) }))
  const spans = spansOf(session({ start, stop, from: 0, to: stop.at }), { ...nothing, registers }, 0)
  assert.deepEqual(spans, [
    [0, 10, 2_000, true],
    [10, 30, 8_000, true],
    [30, 60, 0, true],
  ])
})

test('time in which the charger did not charge is idle', () => {
  const states = [
    { atMs: 0, state: 'EVConnected' },
    { atMs: 5 * minute, state: 'Charging' },
    { atMs: 40 * minute, state: 'SuspendedEV' },
  ]
  const registers = [
    { atMs: 5 * minute, wh: new Decimal(1_000) },
    { atMs: 40 * minute, wh: new Decimal(11_000) },
  ]
  const spans = spansOf(session({ start, stop, from: 0, to: stop.at }), { registers, states }, 0)
  assert.deepEqual(spans, [
    [0, 5, 0, false],
    [5, 40, 10_000, true],
    [40, 60, 0, false],
  ])
})

test('a running session lasts until now', () => {
  const running = session({
    start,
    from: 0,
    to: 10 * minute,
    registers: {
      zeroFrom: null,
      zeroTo: null,
      first: { at: 0, value: '1000.000' },
      last: { at: 10 * minute, value: '2000.000' },
    },
  })
  assert.deepEqual(spansOf(running, nothing, 20 * minute).at(-1)![1], 20)
})

test('where it is paid for, a vehicle is idle after the stop until it is unplugged', () => {
  const usage = usageOf(session({ start, stop, from: 0, to: stop.at }), nothing, 0)
  const unpluggedAt = Temporal.Instant.fromEpochMilliseconds(90 * minute)
  const spans = untilUnplugged(usage, { unpluggedAt }).spans.map(({ fromMs, toMs, isCharging }) => [
    ...[fromMs / minute, toMs / minute, isCharging],
  ])
  assert.deepEqual(spans, [
    [0, 60, true],
    [60, 90, false],
  ])
  assert.equal(untilUnplugged(usage, { unpluggedAt: null }), usage)
})
