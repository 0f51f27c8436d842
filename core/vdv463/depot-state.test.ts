import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChargingRequest } from '../circuits/charging-request.ts'
import type { ChargerSupply } from '../circuits/circuit.ts'
import type { LiveCharger, LiveSession } from '../live/live-charger.ts'
import type { StoredPlan } from '../steering/steering-store.ts'
import { type DepotSeen, depotStateOf } from './depot-state.ts'
import { plannedVehicles } from './planned-vehicles.ts'

const now = Temporal.Instant.from('2026-03-10T20:00:00Z')
const before = now.subtract({ hours: 1 })
const nowS = now.epochMilliseconds / 1000

const live = (members: Partial<LiveCharger> = {}): LiveCharger => ({
  ...{ id: 1, identity: 'HALL-1', name: null, blocked: false, connected: true, linkChangedAt: before, version: '1.6' },
  ...{ vendor: null, model: null, firmware: null, heardAt: now, whole: null, sessions: [] },
  connectors: [says('Available')],
  meters: [{ evse: 1, at: now, powerW: 50_000, energyWh: null, socPercent: null }],
  ...members,
})

const says = (status: string, errorCode: string | null = null) => ({
  ...{ evse: 1, connector: 1, number: 1, status: { status, errorCode, since: before } },
})

const session = (members: Partial<LiveSession> = {}): LiveSession => ({
  ...{ id: 55, state: 'active', evse: 1, connector: 1, card: 'CARD', vehicle: 'BUS-7', startedAt: before },
  ...{ endedAt: null, startWh: 0, energyWh: 30_000, powerW: 50_000, initialSoc: null, socPercent: 40 },
  ...{ chargingState: null, endReason: null, flags: [] },
  ...members,
})

const request = (members: Partial<ChargingRequest> = {}): ChargingRequest => ({
  ...{ id: 1, siteId: 1, source: 'vdv463', requestId: 'R1', vehicleId: 7, place: { chargerId: 1, evse: null } },
  ...{ sessionId: null, arrivesAt: null, departsAt: now.add({ hours: 9 }), soc: null, minimumSoc: 50, targetSoc: 90 },
  ...{ needMinimumWh: null, needFullWh: null, klass: null, precondition: null, confidence: 1, reportedAt: before },
  ...members,
})

const nothing = { name: null, batteryWh: null, maxAcA: null, phases: null, maxDcW: null, klass: null } as const
const vehicles = [
  { id: 7, publicId: 'BUS-7', vin: 'WEB12345678901234', ...nothing },
  { id: 8, publicId: 'BUS-8', vin: null, ...nothing },
]
const supplies = [{ chargerId: 1, identity: 'HALL-1', evses: [{ evse: 1 }] }] as unknown as ChargerSupply[]

function pointOf(charger: LiveCharger | null, members: Partial<DepotSeen> = {}) {
  const chargers = new Map(charger ? [[1, charger]] : [])
  const seen = { site: { publicId: 'north', name: 'North' }, supplies, chargers, requests: [], vehicles }
  const none = { planned: plannedVehicles(null, now), reasons: new Map() }
  const station = depotStateOf({ ...seen, ...none, ...members }, now).chargers[0]!
  return { station, point: station.evses[0]! }
}

test('a charger that is away says why it is not available, and nothing of its power', () => {
  const { station, point } = pointOf(live({ connected: false }))
  assert.deepEqual(station.fault, { code: 'CommunicationFailure', text: null, since: before })
  assert.deepEqual([station.status, point.status, point.powerW], ['Unavailable', 'Unavailable', null])
  assert.deepEqual(pointOf(null).station.fault, null)
})

test('what connectors and chargers say of themselves is told in the words of VDV 463', () => {
  const statusOf = (status: string) => pointOf(live({ connectors: [says(status)] })).point.status
  const told = ['Available', 'Preparing', 'Reserved', 'Unavailable', 'Faulted', 'Occupied'].map(statusOf)
  assert.deepEqual(told, ['Available', 'Occupied', 'Reserved', 'Unavailable', 'Faulted', 'Occupied'])
  const { point } = pointOf(live({ connectors: [says('Faulted', 'GroundFailure')], sessions: [session()] }))
  assert.deepEqual(point.fault, { code: 'OtherChargingPointFailure', text: 'GroundFailure', since: before })
  const whole = { status: 'Faulted', errorCode: 'PowerMeterFailure', since: before }
  assert.equal(pointOf(live({ whole })).station.status, 'Faulted')
  assert.equal(pointOf(live({ blocked: true })).point.status, 'Unavailable')
})

test('a session is told with its vehicle, its request, and what it does', () => {
  const { point } = pointOf(live({ connectors: [says('Charging')], sessions: [session()] }), { requests: [request()] })
  assert.deepEqual(point.vehicle, { vehicleId: 'WEB12345678901234', status: 'Charging', socPercent: 40 })
  assert.deepEqual([point.session?.sessionId, point.session?.requestId, point.session?.energyWh], ['55', 'R1', 30_000])
  assert.deepEqual(point.expected, [])
  const statusOf = (word: string, members: Partial<LiveSession> = {}, granted: number | null = 16) => {
    const charger = live({ connectors: [says(word)], sessions: [session(members)] })
    return pointOf(charger, { reasons: new Map([[55, { granted }]]) }).point.session?.status
  }
  assert.deepEqual(
    [statusOf('SuspendedEVSE'), statusOf('SuspendedEVSE', {}, 0), statusOf('SuspendedEV', {}, 0)],
    ['SuspendedEVSE', 'Queued', 'SuspendedEV'],
  )
  assert.equal(statusOf('Occupied', { chargingState: 'Charging' }), 'Charging')
  assert.equal(statusOf('Preparing', { powerW: null }), 'Preparing')
  assert.equal(pointOf(live({ sessions: [session({ startedAt: null })] })).point.session, null)
  assert.equal(pointOf(live({ sessions: [session({ socPercent: 255 })] })).point.vehicle?.socPercent, null)
})

test('a vehicle that is to come is told where it is to stand, until it is there', () => {
  const coming = request({ id: 2, requestId: 'R2', vehicleId: 8 })
  const charger = live({ sessions: [session()] })
  const { point } = pointOf(charger, { requests: [request(), coming] })
  assert.deepEqual(
    point.expected.map(({ requestId, vehicleId }) => [requestId, vehicleId]),
    [['R2', 'BUS-8']],
  )
  assert.deepEqual(pointOf(charger, { requests: [request({ place: null, vehicleId: 8 })] }).point.expected, [])
})

test('what the plan promises is told while the plan is fresh, and no departure that nobody has told', () => {
  const stored = (assumed: string[], madeAt = now) =>
    ({
      ...{ siteId: 1, madeAt, source: 'programme' },
      body: {
        vehicles: [{ id: '55', sessionId: 55, requestId: null, minimumSoc: 50, targetSoc: 80, assumed }],
        plan: {
          blocks: [{ startS: nowS, endS: nowS + 300 }],
          vehicles: [
            {
              ...{ id: '55', powerW: [50_000] },
              forecast: { minimumAtS: nowS + 600, fullAtS: null, departsAtS: nowS + 3_600, socPercent: 77 },
            },
          ],
        },
      },
    }) as unknown as StoredPlan
  const charger = live({ sessions: [session()] })
  const told = (plan: StoredPlan) => pointOf(charger, { planned: plannedVehicles(plan, now) }).point.session!.forecast
  assert.deepEqual(told(stored([])), {
    ...{ minimumSoc: 50, minimumAt: now.add({ minutes: 10 }), fullSoc: 80, fullAt: null },
    ...{ departsAt: now.add({ hours: 1 }), socAtDeparture: 77 },
  })
  assert.equal(told(stored(['departure'])).departsAt, null)
  assert.equal(told(stored([], now.subtract({ minutes: 16 }))).minimumAt, null)
})
