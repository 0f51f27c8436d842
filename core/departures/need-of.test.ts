import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChargingRequest, RequestSource } from '../circuits/charging-request.ts'
import { matchingRequests } from './matching-requests.ts'
import { type NeedInput, needOf } from './need-of.ts'
import type { Vehicle } from './vehicle.ts'

const at = (time: string) => Temporal.Instant.from(`2026-03-10T${time}:00Z`)
const bus: Vehicle = {
  ...{ id: 7, publicId: 'BUS-7', name: null, vin: null, batteryWh: 350_000, maxAcA: null, phases: null },
  ...{ maxDcW: null, klass: 3 },
}
const stay = { sessionId: 100, chargerId: 1, evse: 2, vehicleId: 7, pluggedAt: at('18:00') }

let lastId = 0
function request(source: RequestSource, members: Partial<ChargingRequest> = {}): ChargingRequest {
  lastId += 1
  return {
    ...{ id: lastId, siteId: 1, source, requestId: `r${lastId}`, vehicleId: 7, place: null, sessionId: null },
    ...{ arrivesAt: null, departsAt: null, soc: null, minimumSoc: null, targetSoc: null, needMinimumWh: null },
    ...{ needFullWh: null, klass: null, precondition: null, confidence: 1, reportedAt: at('17:00') },
    ...members,
  }
}

function input(requests: ChargingRequest[], members: Partial<NeedInput> = {}): NeedInput {
  return {
    requests,
    heard: new Map<RequestSource, Temporal.Instant>([
      ['vdv463', at('18:59')],
      ['fleet', at('18:59')],
    ]),
    settings: { usualStayHours: 8, usualNeedWh: 20_000 },
    ...{ stay, vehicle: bus, soc: null, energySince: () => 0, energySinceSaid: () => 0, now: at('19:00') },
    ...members,
  }
}

test('a session of which nobody says anything gets what is usual, and all of it is said to be assumed', () => {
  const need = needOf(input([], { vehicle: null }))
  assert.equal(need.fullWh.value, 20_000)
  assert.equal(need.minimumWh.value, 0)
  assert.equal(need.departsAt.value.toString(), '2026-03-11T02:00:00Z')
  assert.deepEqual(need.assumed, ['need', 'departure'])
  assert.equal(need.ageSeconds, null)
  assert.deepEqual([need.fullWh.source, need.fullWh.confidence, need.klass.value], ['default', 'assumed', 0])
})

test('each member comes from its best source, whatever the others of that source say', () => {
  const need = needOf(
    input([
      request('operator', { departsAt: at('23:00'), needFullWh: 5_000, klass: 9 }),
      request('fleet', { departsAt: at('22:00') }),
      request('iso15118', { requestId: '100', departsAt: at('21:00'), needFullWh: 60_000 }),
      request('iso15118', { requestId: '99', needFullWh: 1, place: { chargerId: 1, evse: 2 } }),
      request('vdv463', { klass: 4 }),
    ]),
  )
  assert.deepEqual([need.departsAt.source, need.departsAt.value.toString()], ['fleet', '2026-03-10T22:00:00Z'])
  assert.deepEqual([need.fullWh.source, need.fullWh.value], ['iso15118', 60_000])
  assert.deepEqual([need.klass.source, need.klass.value], ['operator', 9])
  assert.deepEqual(need.assumed, [])
})

test('what a vehicle itself says of its need outranks all others, and counts as measured', () => {
  const need = needOf(
    input([request('vehicle', { needFullWh: 42_000 }), request('vdv463', { soc: 20, minimumSoc: 60, targetSoc: 90 })]),
  )
  assert.deepEqual([need.fullWh.source, need.fullWh.value, need.fullWh.confidence], ['vehicle', 42_000, 'measured'])
  // 40 % of the battery to the minimum, but never more than the whole need.
  assert.equal(need.minimumWh.value, 42_000)
})

test('a target becomes energy by the state of charge and the size of the battery', () => {
  const wish = request('vdv463', { soc: 20, minimumSoc: 60, targetSoc: 90 })
  const expected = needOf(input([wish], { energySince: () => 10_000 }))
  assert.equal(expected.fullWh.value, 235_000)
  assert.equal(expected.minimumWh.value, 130_000)
  assert.equal(expected.fullWh.confidence, 'reported')

  const measured = needOf(input([wish], { soc: { value: 50, at: at('18:30') }, energySince: () => 7_000 }))
  assert.equal(measured.fullWh.value, 133_000)
  assert.equal(measured.fullWh.confidence, 'measured')

  const reached = needOf(input([wish], { soc: { value: 95, at: at('18:30') } }))
  assert.deepEqual([reached.fullWh.value, reached.minimumWh.value], [0, 0])
})

test('a target without a battery size or a state of charge is no need: the next source is asked', () => {
  const wish = request('vdv463', { minimumSoc: 60, targetSoc: 90 })
  const need = needOf(input([wish, request('operator', { needFullWh: 30_000 })]))
  assert.deepEqual([need.fullWh.source, need.fullWh.value], ['operator', 30_000])
  assert.equal(needOf(input([wish], { vehicle: { ...bus, batteryWh: null } })).fullWh.confidence, 'assumed')
})

test('a departure that was set by hand does not grow old; the state of charge that its target is reckoned from does', () => {
  const wish = request('operator', { departsAt: at('23:00'), targetSoc: 90, reportedAt: at('17:05') })
  assert.equal(needOf(input([{ ...wish, targetSoc: null }], { vehicle: null })).ageSeconds, null)
  const need = needOf(input([wish], { soc: { value: 40, at: at('18:58') } }))
  assert.equal(need.fullWh.confidence, 'measured')
  assert.equal(need.ageSeconds, 120)
})

test('a schedule that is silent for two hours still counts, but its departures are assumed', () => {
  const wish = [request('vdv463', { departsAt: at('23:00'), needFullWh: 1_000 })]
  const heard = (time: string) => new Map<RequestSource, Temporal.Instant>([['vdv463', at(time)]])
  const silent = needOf(input(wish, { heard: heard('16:59') }))
  assert.equal(silent.departsAt.value.toString(), '2026-03-10T23:00:00Z')
  assert.deepEqual([silent.departsAt.confidence, silent.ageSeconds], ['assumed', 7_260])
  assert.deepEqual(silent.assumed, ['need', 'departure'])
  assert.deepEqual(needOf(input(wish, { heard: heard('17:00') })).assumed, [])
})

test('a request is for the session of its vehicle wherever it stands, and not for that of another one', () => {
  const matched = (one: ChargingRequest, here: Partial<typeof stay> | { vehicleId: null } = {}) =>
    matchingRequests([one], { ...stay, ...here }).size === 1
  const elsewhere = { chargerId: 9, evse: 1 }
  const table: [boolean, Partial<ChargingRequest>, { vehicleId?: null }][] = [
    [true, { place: elsewhere }, {}],
    [false, { vehicleId: 8 }, {}],
    [false, { vehicleId: 8, place: { chargerId: 1, evse: 2 } }, {}],
    [true, { vehicleId: 8, place: { chargerId: 1, evse: 2 } }, { vehicleId: null }],
    [true, { vehicleId: null, place: { chargerId: 1, evse: null } }, {}],
    [false, { vehicleId: null, place: { chargerId: 1, evse: 1 } }, {}],
    [true, { vehicleId: 8, sessionId: 100 }, {}],
    [false, { departsAt: at('17:59') }, {}],
    [false, { vehicleId: 8, place: null }, { vehicleId: null }],
  ]
  for (const [expected, members, here] of table) {
    assert.equal(matched(request('vdv463', members), here as object), expected, JSON.stringify([members, here]))
  }
})

test('of several trips of a vehicle the next one counts', () => {
  const trips = [request('vdv463', { departsAt: at('23:00') }), request('vdv463', { departsAt: at('20:00') })]
  assert.equal(needOf(input(trips)).departsAt.value.toString(), '2026-03-10T20:00:00Z')
})

test('a block of conditioning needs a departure, and a vehicle that can still be told to begin', () => {
  const block = { powerW: 12_000, minutes: 30 }
  const said = (reported: string) => request('vehicle', { precondition: block, reportedAt: at(reported) })
  const leaves = (time: string) => request('operator', { departsAt: at(time) })
  const planned = (requests: ChargingRequest[]) => needOf(input(requests)).precondition?.value ?? null
  assert.deepEqual(planned([said('18:59'), leaves('22:00')]), block)
  assert.equal(planned([said('18:59')]), null)
  assert.deepEqual(planned([said('18:54'), leaves('22:00')]), block)
  assert.equal(planned([said('18:53'), leaves('22:00')]), null)
  // It was to begin at 18:45, and was heard until 18:40: it goes on by itself.
  assert.deepEqual(planned([said('18:40'), leaves('19:20')]), block)
  assert.equal(planned([said('18:38'), leaves('19:20')]), null)
  assert.deepEqual(planned([request('vdv463', { departsAt: at('22:00'), precondition: block })]), block)
})

test('what a vehicle says in the middle of a session is less what it has got since, and not what it had before', () => {
  const got = { energySince: () => 50_000, energySinceSaid: () => 2_000 }
  const said = request('vehicle', { needFullWh: 40_000, reportedAt: at('18:55') })
  assert.equal(needOf(input([said], got)).fullWh.value, 38_000)
  assert.equal(needOf(input([request('fleet', { needFullWh: 60_000 })], got)).fullWh.value, 10_000)
})
