import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EvseSupply } from '../circuits/circuit.ts'
import type { Need, Told } from '../departures/need-of.ts'
import { calmAtFirst } from './calm-state.ts'
import { demandOf, type Wanting } from './demand-of.ts'
import { exampleAccount } from './example-round.ts'

const now = Temporal.Instant.from('2026-03-01T20:00:00Z')
const told = <T>(value: T): Told<T> => ({ value, source: 'operator', confidence: 'reported', at: now })
const need = (fullWh: number, hours: number, assumed: Need['assumed'] = []): Need => ({
  ...{ minimumWh: told(0), fullWh: told(fullWh), departsAt: told(now.add({ hours })), klass: told(0) },
  ...{ precondition: null, assumed, ageSeconds: 0 },
})
const supply: EvseSupply = {
  ...{ rotation: null, cableA: null },
  ...{ evse: 1, phases: 'L1L2L3', learntPhases: null, kind: 'ac', maxA: 32, maxW: null, min: 6, step: 1 },
  ...{ efficiency: 1, powerFactor: 1, standbyW: 0, fallback: 6, fallbackVerifiedAt: now, obeysLease: true },
}
const charger = { chargerId: 1, klass: 0, weight: 1, maxA: null, maxW: null }
const asked = (over: Partial<Wanting>): Wanting => ({
  ...{ account: exampleAccount(1), supply, charger, need: need(9_936, 3), vehicle: null },
  ...{
    session: { id: 's1', startedAtMs: now.epochMilliseconds, state: 'Charging', isAnonymous: false },
    phases: ['L1', 'L2', 'L3'],
    wattsPerUnit: 690,
  },
  ...{ bounds: null, calm: calmAtFirst, nowMs: now.epochMilliseconds },
  ...over,
})
const bus = {
  id: 1,
  publicId: 'b',
  name: null,
  vin: null,
  batteryWh: 80_000,
  maxAcA: 16,
  phases: 3,
  maxDcW: null,
  klass: null,
} as const

test('the laxity is the time that a vehicle can wait and still make it at its full rate', () => {
  // 9936 Wh in the battery are 11 040 Wh at the meter: half an hour at 32 A on three phases.
  const { demand, assumed } = demandOf(asked({}))
  assert.equal(demand!.laxityH, 2.5)
  assert.deepEqual([demand!.hi, demand!.hiReason, assumed], [32, 'full_rate', ['battery']])
  const slower = demandOf(asked({ vehicle: bus }))
  assert.deepEqual([slower.demand!.laxityH, slower.demand!.hi, slower.demand!.hiReason], [2, 16, 'vehicle_limit'])
})

test('what a session could take is bound by the lowest of vehicle, cable, charger and EVSE, and says by which', () => {
  const said = (over: Partial<Wanting>) => {
    const { hi, hiReason, hiBoundBy } = demandOf(asked(over)).demand!
    return [hi, hiReason, hiBoundBy]
  }
  const cable = { ...supply, cableA: 20 }
  assert.deepEqual(said({ supply: cable }), [20, 'cable_limit', '1/1'])
  assert.deepEqual(said({ supply: cable, vehicle: bus }), [16, 'vehicle_limit', null])
  assert.deepEqual(said({ vehicle: { ...bus, maxAcA: 63 } }), [32, 'evse_limit', '1/1'])
  assert.deepEqual(said({ vehicle: { ...bus, maxAcA: 32 } }), [32, 'full_rate', '1/1'])
  const account = exampleAccount(1, { max: 25 })
  assert.deepEqual(said({ account, charger: { ...charger, maxA: 25 } }), [25, 'charger_limit', 'charger1'])
})

test('a session that nobody has shown a card for waits for one, and a broken EVSE says so', () => {
  const session = { id: 's1', startedAtMs: 0, state: 'EVConnected', isAnonymous: true }
  assert.equal(demandOf(asked({ session })).idle!.reason, 'authorisation_wait')
  assert.equal(demandOf(asked({ session: { ...session, isAnonymous: false } })).idle, null)
  assert.equal(demandOf(asked({ session: { ...session, state: 'Charging' } })).idle, null)
  assert.equal(demandOf(asked({ session: { ...session, state: 'Faulted' } })).idle!.reason, 'fault')
})

test('phases are said to be assumed as long as it is reckoned with on lines that it may not use', () => {
  const isAssumed = (over: Partial<Wanting>) => demandOf(asked(over)).assumed.includes('phases')
  assert.equal(isAssumed({ phases: null }), true)
  assert.equal(isAssumed({ phases: ['L1'] }), true, 'nobody knows which line that is')
  assert.equal(isAssumed({ phases: ['L1'], supply: { ...supply, rotation: 'STR' } }), false)
  assert.equal(isAssumed({ phases: ['L1'], supply: { ...supply, learntPhases: 'L3' } }), false)
  assert.equal(isAssumed({ phases: null, supply: { ...supply, phases: 'L2' } }), false)
  assert.equal(isAssumed({ phases: null, supply: { ...supply, phases: 'unknown' } }), true)
})

test('a session that told no departure is less urgent than every one that did, and says what was assumed', () => {
  const untold = demandOf(asked({ need: need(9_936, 1, ['departure']) }))
  const inThreeWeeks = demandOf(asked({ need: need(0.001, 500) }))
  assert.ok(untold.demand!.laxityH > inThreeWeeks.demand!.laxityH)
  assert.deepEqual([untold.demand!.departsAtS, untold.assumed], [null, ['departure', 'battery']])
})

test('a target that somebody told is reached at some time, one that was assumed never stops a vehicle', () => {
  assert.equal(demandOf(asked({ need: need(0, 3) })).idle!.reason, 'target_reached')
  assert.equal(demandOf(asked({ need: need(0, 3, ['need']) })).idle, null)
})

test('the plan holds a session back and says why, and its wish never goes above what it allows', () => {
  const wait = { loW: 0, hiW: 0, hiReason: 'price_wait', hiBoundBy: null } as const
  assert.equal(demandOf(asked({ bounds: wait })).idle!.reason, 'price_wait')
  const some = { loW: 20_000, hiW: 6_900, hiReason: 'price_wait', hiBoundBy: null } as const
  const { demand } = demandOf(asked({ bounds: some }))
  assert.deepEqual([demand!.lo, demand!.hi, demand!.hiReason], [10, 10, 'price_wait'])
})

test('a turn is counted from when its session was switched, and a new session has none', () => {
  const turn = { sessionId: 's1', state: 'off', sinceMs: now.epochMilliseconds - 90_000 } as const
  assert.deepEqual(demandOf(asked({ calm: { ...calmAtFirst, turn } })).demand!.turn, { state: 'off', forS: 90 })
  const other = { ...turn, sessionId: 's0' }
  assert.equal(demandOf(asked({ calm: { ...calmAtFirst, turn: other } })).demand!.turn.state, 'new')
})

test('before it leaves, a vehicle may have what conditions it, also when it is full or the plan lets it wait', () => {
  const bus = (minutes: number, fullWh: number, over: Partial<Wanting> = {}) => {
    const departsAt = told(now.add({ minutes }))
    const precondition = told({ powerW: 8_000, minutes: 30 })
    return demandOf(asked({ need: { ...need(fullWh, 0), departsAt, precondition }, ...over }))
  }
  const bounds = (minutes: number, fullWh: number, over: Partial<Wanting> = {}) => {
    const { demand, idle } = bus(minutes, fullWh, over)
    return demand ? [demand.lo, demand.hi, demand.hiReason] : [idle!.reason]
  }
  // 8 kW are 11.6 A; it begins five minutes early, and there has to be power a minute before.
  assert.deepEqual(bounds(37, 0), ['target_reached'])
  assert.deepEqual(bounds(36, 0), [12, 12, 'vehicle_limit'])
  assert.deepEqual(bounds(1, 0), [12, 12, 'vehicle_limit'])
  assert.deepEqual(bounds(0, 0), ['target_reached'])
  assert.deepEqual(bounds(30, 9_000), [12, 32, 'full_rate'])
  const wait = { loW: 0, hiW: 0, hiReason: 'price_wait', hiBoundBy: null } as const
  assert.deepEqual(bounds(30, 9_000, { bounds: wait }), [12, 12, 'price_wait'])
  const faulted = { id: 's1', startedAtMs: 0, state: 'Faulted', isAnonymous: false }
  assert.deepEqual(bounds(30, 0, { session: faulted }), ['fault'])
  // Both pass one plug: 4 kWh of 22 kW are 11 minutes that it cannot charge.
  assert.equal(bus(60, 0, {}).laxityH, 1 - 4_000 / (32 * 690))
})
