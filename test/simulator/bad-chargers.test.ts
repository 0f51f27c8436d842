import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Charger } from '#simulator/charger.ts'
import type { SimulatedClock } from '#simulator/clock.ts'
import { startClock } from '#simulator/clock.ts'
import { type EvseOptions, supplyCurrents } from '#simulator/evse.ts'
import { readMeter } from '#simulator/meter-reading.ts'
import { type Misbehaviour, wellBehaved } from '#simulator/misbehaviour.ts'
import type { ChargingProfile } from '#simulator/profiles/charging-profile.ts'
import type { VehicleModel } from '#simulator/vehicle.ts'
import { askedCharger, oneEvse } from '../support/asked-charger.ts'
import { car } from '../support/simulated-site.ts'
import { eventually } from '../support/system.ts'

test('a vehicle goes along with another offer in its time, in a straight line, and stays there', async () => {
  const bench = await charging({ vehicle: { followSeconds: [10, 10] } })
  assert.equal(bench.powerAfter(0), 0)
  assert.ok(Math.abs(bench.powerAfter(4) - 8_800) < 1)
  assert.equal(bench.powerAfter(6), 11_000)
  bench.limit(8 * 690)
  // It draws 16 A of the 32 A offered: what it does not draw it need not give up first.
  assert.equal(bench.powerAfter(0), 11_000)
  assert.ok(Math.abs(bench.powerAfter(5) - (11_000 + 5_520) / 2) < 1)
  assert.equal(bench.powerAfter(5), 5_520)
  assert.equal(bench.powerAfter(60), 5_520)
})

test('a charger that ignores profiles takes and shows them, and gives what it likes', async () => {
  const bench = await charging({ misbehaviour: { ignoresProfiles: true } })
  bench.limit(0)
  assert.equal(bench.powerAfter(1), 11_000)
  assert.equal(bench.charger.shownProfiles.length, 1)
})

test('a profile without a lease goes on after its end, and is shown to; others fall back', async () => {
  for (const ignoresProfileEnd of [false, true]) {
    const bench = await charging({ misbehaviour: { ignoresProfileEnd } })
    bench.install({ ...bench.profile(4_140), id: 7, purpose: 'tx-default' })
    bench.install({ ...bench.profile(8_280, 900), sessionId: bench.evse.session!.id })
    assert.equal(bench.powerAfter(899), 8_280)
    assert.equal(bench.powerAfter(2), ignoresProfileEnd ? 8_280 : 4_140)
    assert.equal(bench.charger.shownProfiles.at(-1)?.schedule.durationSeconds, ignoresProfileEnd ? null : 900)
  }
})

test('a meter may show another number of phases than there are, with the current that flows on one', async () => {
  const shown = async (phases: 1 | 3, reportedPhases: 1 | 3) => {
    const { evse } = await charging({ vehicle: { phases, maxAcW: phases * 3_680 }, misbehaviour: { reportedPhases } })
    return readMeter(evse, ['Current.Import'], { reportedPhases }).map(({ value }) => value)
  }
  assert.deepEqual(await shown(3, 3), [16, 16, 16])
  assert.deepEqual(await shown(3, 1), [16, 0, 0])
  assert.deepEqual(await shown(1, 3), [16, 16, 16])
})

test('a vehicle that sleeps after a pause does not wake before it is plugged in anew', async () => {
  const bench = await charging({ vehicle: { sleepsAfterPauseSeconds: 300 } })
  bench.powerAfter(60)
  bench.limit(0)
  bench.powerAfter(200)
  bench.limit(9_000)
  assert.equal(bench.powerAfter(10), 9_000)
  bench.limit(0)
  bench.powerAfter(310)
  bench.limit(9_000)
  assert.equal(bench.powerAfter(3_600), 0)

  const { vehicle } = bench.evse
  bench.charger.unplug(bench.evse)
  bench.charger.plug(bench.evse, vehicle!)
  await bench.charger.tap('CARD-1', bench.evse)
  assert.equal(bench.powerAfter(10), 11_000)
})

test('a cold vehicle takes a part at first, and all when it has charged for a while', async () => {
  const bench = await charging({ vehicle: { warmUp: { share: 0.2, seconds: 600 } } })
  assert.equal(bench.powerAfter(0), 2_200)
  assert.ok(Math.abs(bench.powerAfter(300) - 6_600) < 200)
  assert.equal(bench.powerAfter(320), 11_000)
})

test('a vehicle may take less than it is offered, always', async () => {
  const bench = await charging({ vehicle: { usesShare: 0.8 } })
  bench.limit(6_900)
  assert.equal(bench.powerAfter(1), 5_520)
})

test('one phase of a vehicle is the phase of the supply on which the charger begins', async () => {
  const flow = async (firstPhase: 'L1' | 'L2' | 'L3', phases: 1 | 2) => {
    const { evse } = await charging({ evse: { firstPhase }, vehicle: { phases, maxAcW: phases * 3_680 } })
    return supplyCurrents(evse)
  }
  assert.deepEqual(await flow('L1', 1), { L1: 16, L2: 0, L3: 0 })
  assert.deepEqual(await flow('L3', 1), { L1: 0, L2: 0, L3: 16 })
  assert.deepEqual(await flow('L3', 2), { L1: 16, L2: 0, L3: 16 })
})

test('a charger of direct current gives coarse steps, nothing below its least, and draws more than it gives', async () => {
  const evse = {
    maxPowerW: 60_000,
    current: 'DC',
    voltageV: 400,
    leastPowerW: 10_000,
    stepW: 5_000,
    efficiency: 0.9,
    standbyW: 210,
  } as const
  const bench = await charging({ evse, vehicle: { maxDcW: 60_000 } })
  for (const [limitW, powerW] of [
    [34_999, 30_000],
    [10_000, 10_000],
    [9_999, 0],
  ] as const) {
    bench.limit(limitW)
    assert.equal(bench.powerAfter(1), powerW)
    assert.ok(Math.abs(supplyCurrents(bench.evse).L2 - (powerW / 0.9 + 210) / 690) < 1e-9)
  }
})

test('an answer takes its time by the clock, and what it says happens with it', async (t) => {
  const { server, charger, clock } = await askedCharger(t, '1.6', { misbehaviour: { answerDelaySeconds: [20, 40] } })
  const before = clock.nowMs()
  await server.ask('ChangeAvailability', { connectorId: 2, type: 'Inoperative' })
  const seconds = (clock.nowMs() - before) / 1_000
  assert.ok(seconds >= 20, String(seconds))
  assert.equal(charger.evse(2)?.isOperative, false)
})

test('a charger told to measure what it offers tells it with the currents of all phases', async (t) => {
  const measurands = ['Current.Import', 'Current.Offered'] as const
  const { server, charger } = await askedCharger(t, '2.0.1', { measurands, settings: { sampleIntervalSeconds: 10 } })
  charger.plug(charger.evse(1)!, car(0.2))
  await charger.tap('CARD-1', charger.evse(1))
  const sampled = await eventually(
    async () =>
      server.heard.findLast(({ payload }) => payload.triggerReason === 'MeterValuePeriodic')?.payload.meterValue[0]
        .sampledValue,
    (values) => values !== undefined,
  )
  assert.deepEqual(
    sampled.map(({ measurand, phase, value }: Record<string, unknown>) => [measurand, phase, value]),
    [
      ['Current.Import', 'L1', 15.9],
      ['Current.Import', 'L2', 15.9],
      ['Current.Import', 'L3', 15.9],
      ['Current.Offered', undefined, 31.9],
    ],
  )
})

type Bench = { evse?: Partial<EvseOptions>; vehicle?: Partial<VehicleModel>; misbehaviour?: Partial<Misbehaviour> }

/** A charger without a voice, whose clock stands until it is moved, with a vehicle that begins to charge. */
async function charging({ evse: options, vehicle, misbehaviour }: Bench) {
  let nowMs = Date.parse('2026-05-04T12:00:00Z')
  const clock: SimulatedClock = { ...startClock(), nowMs: () => nowMs, setTimeout: () => ({ cancel() {} }) }
  const charger = new Charger(
    { identity: 'CP-1', evses: [{ ...oneEvse, ...options }], misbehaviour: { ...wellBehaved, ...misbehaviour } },
    clock,
  )
  const evse = charger.evse(1)!
  charger.plug(evse, car(0.2, vehicle))
  await charger.tap('CARD-1', evse)
  const profile = (limit: number, durationSeconds: number | null = null): ChargingProfile => ({
    id: 1,
    evse: 1,
    purpose: 'tx',
    stackLevel: 1,
    kind: 'absolute',
    validFromMs: null,
    validToMs: null,
    sessionId: evse.session!.id,
    receivedMs: nowMs,
    schedule: { startMs: nowMs, durationSeconds, unit: 'W', periods: [{ startSeconds: 0, limit, phases: null }] },
  })
  const install = (one: ChargingProfile) =>
    charger.changeProfiles((others) => [...others.filter(({ id }) => id !== one.id), one])
  return {
    charger,
    evse,
    profile,
    install,
    limit: (limitW: number) => install(profile(limitW)),
    /** The power when so much more time has passed, second by second. */
    powerAfter(seconds: number): number {
      charger.advance()
      for (let second = 0; second < seconds; second++) {
        nowMs += 1_000
        charger.advance()
      }
      return evse.powerW
    },
  }
}
