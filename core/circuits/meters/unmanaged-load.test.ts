import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { drawnAt } from './drawn-load.ts'
import { type Load, type MeterState, unheard } from './judge-sample.ts'
import { type UnmanagedQuestion, unmanagedLoad } from './unmanaged-load.ts'

const now = Temporal.Instant.from('2026-11-20T08:00:00Z')
const none: Load = { L1: 0, L2: 0, L3: 0, power: 0 }
const even = (amps: number): Load => ({ L1: amps, L2: amps, L3: amps, power: amps * 690 })
const electric = { phases: 3, wiring: 'star', voltageV: 230, ratedA: 100, limitW: null } as const
const circuit = { ...electric, marginPercent: 3, leastMarginA: 1, assumed: [] }
const tellsOf = (amps: { L1: number; L2: number; L3: number }, powerW: number | null = null): MeterState => ({
  ...{ ...unheard, condition: 'good', fault: null },
  good: { meterId: 1, at: now, amps, powerW },
})
const asked: UnmanagedQuestion = {
  ...{ circuit, meter: { measures: 'total' }, state: tellsOf({ L1: 60, L2: 50, L3: 40 }) },
  ...{ drawnThen: even(30), fallback: even(6), now, timeZone: 'Europe/Berlin' },
}

test('a meter of everything is read less what chargers drew then, and never below zero', () => {
  const { amps, powerW, source, reason } = unmanagedLoad({ ...asked, drawnThen: { L1: 30, L2: 50, L3: 45, power: 0 } })
  assert.deepEqual(amps, { L1: 30, L2: 0, L3: 0 })
  assert.deepEqual([powerW, source, reason], [30 * 230, 'measured', null])
})

test('a meter of what is not ours is taken as it is', () => {
  const { amps } = unmanagedLoad({ ...asked, meter: { measures: 'unmanaged' } })
  assert.deepEqual(amps, { L1: 60, L2: 50, L3: 40 })
})

test('power alone may be on any phase', () => {
  const state = { ...tellsOf({ L1: 0, L2: 0, L3: 0 }) }
  state.good = { meterId: 1, at: now, amps: { L1: null, L2: null, L3: null }, powerW: 23_000 }
  const { amps, powerW } = unmanagedLoad({ ...asked, state, drawnThen: { ...none, power: 11_500 } })
  assert.deepEqual([amps, powerW], [{ L1: 50, L2: 50, L3: 50 }, 11_500])
})

test('while a meter is not believed, what is assumed for the time of day at the site counts', () => {
  const assumed = [
    { from: '06:00', amps: { L1: 70, L2: 70, L3: 70 } },
    { from: '22:00', amps: { L1: 20, L2: 20, L3: 20 } },
  ]
  const stale = { ...asked, circuit: { ...circuit, assumed }, state: unheard }
  const day = unmanagedLoad(stale)
  assert.deepEqual([day.amps.L1, day.source, day.reason], [70, 'assumed', 'meter_fallback'])
  const night = unmanagedLoad({ ...stale, now: Temporal.Instant.from('2026-11-20T04:59:00Z') })
  assert.equal(night.amps.L1, 20)
  const beforeSix = unmanagedLoad({ ...stale, now: Temporal.Instant.from('2026-11-20T05:01:00Z') })
  assert.equal(beforeSix.amps.L1, 70, 'six o’clock in Berlin')
  assert.equal(unmanagedLoad({ ...stale, meter: null, state: null }).reason, null, 'no meter is no fallback')
})

test('with nothing assumed all that the limit leaves beside the fallbacks is taken to be drawn', () => {
  const load = unmanagedLoad({ ...asked, state: unheard })
  assert.deepEqual(load, {
    amps: { L1: 91, L2: 91, L3: 91 },
    powerW: 100 * 690 - 6 * 690,
    source: 'whole-fuse',
    reason: 'meter_fallback',
  })
  const byPower = { ...circuit, ratedA: null, limitW: 69_000 }
  assert.equal(unmanagedLoad({ ...asked, state: unheard, circuit: byPower }).powerW, 69_000 - 6 * 690)
})

test('a circuit without a meter and without an assumption carries only ours', () => {
  const load = unmanagedLoad({ ...asked, meter: null, state: null })
  assert.deepEqual(load, { amps: { L1: 0, L2: 0, L3: 0 }, powerW: 0, source: 'none', reason: null })
})

test('the load is never below zero, and a silent meter never leaves more room than the fallbacks', () => {
  const amps = fc.double({ min: -200, max: 200, noNaN: true })
  const load = fc.record({ L1: amps, L2: amps, L3: amps, power: fc.double({ min: 0, max: 90_000, noNaN: true }) })
  fc.assert(
    fc.property(load, load, (measured, drawnThen) => {
      const found = unmanagedLoad({ ...asked, state: tellsOf(measured, measured.power), drawnThen })
      assert.ok(Object.values(found.amps).every((value) => value >= 0) && found.powerW >= 0)
      const silent = unmanagedLoad({ ...asked, state: unheard, drawnThen })
      assert.ok(Object.values(silent.amps).every((value) => 97 - value <= 6))
    }),
    { numRuns: 200 },
  )
})

test('what chargers drew at a time is the lower of the readings around it, and nothing of an old one', () => {
  const reading = (evse: string, seconds: number, amps: number) => ({
    evse,
    at: now.add({ seconds }),
    load: even(amps),
  })
  const readings = [
    reading('A', -10, 16),
    reading('A', 5, 10),
    reading('B', -60, 32),
    reading('C', -91, 8),
    reading('D', 2, 6),
  ]
  assert.equal(drawnAt(readings, now).L1, 10 + 32)
})
