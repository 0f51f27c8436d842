import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChargingRequest, RequestSource } from '../circuits/charging-request.ts'
import { controllerUids } from './controller-uids.ts'
import { departureOf } from './departure-of.ts'
import { foldReport, nothingSaid } from './fold-report.ts'
import { hasPower } from './has-power.ts'
import { needsOfReport } from './needs-of-report.ts'
import { type TellingInput, tellVehicle } from './tell-vehicle.ts'
import type { VehicleSaid, VehicleStay } from './vehicle-link.ts'
import { checkVehiclePassword, makeVehiclePassword } from './vehicle-password.ts'

const at = (time: string) => Temporal.Instant.from(`2026-03-10T${time}Z`)
const report = (seq: number, said = {}, others = {}) => ({ seq, said, others })

test('a message says what has changed, the first one of a connection says everything', () => {
  const first = foldReport(
    null,
    { ...report(0, { needKwh: 120, cabinMinutes: 20 }), controllerId: 'AA' },
    at('04:00:00'),
  )
  assert.deepEqual(first.said, { ...nothingSaid, needKwh: 120, cabinMinutes: 20 })

  const second = foldReport(first, report(1, { needKwh: 119 }, { h2_stat: 3 }), at('04:00:10'))
  assert.deepEqual([second.said.needKwh, second.said.cabinMinutes, second.controllerId], [119, 20, 'AA'])
  assert.deepEqual(foldReport(second, report(2), at('04:00:20')).others, { h2_stat: 3 })
  assert.equal(foldReport(second, report(2, { cabinMinutes: null }), at('04:00:20')).said.cabinMinutes, null)

  const wrapped = foldReport(second, report(0, { needKwh: 90 }), at('04:00:20'))
  assert.deepEqual([wrapped.said.needKwh, wrapped.said.cabinMinutes, wrapped.controllerId], [90, null, null])
})

test('what was said before a long silence is not gone on with, but what was asked for is still known', () => {
  const asked = { siteId: 1, sessionId: 2, needFullWh: 1, precondition: null, reportedMs: 0 }
  const known = { ...foldReport(null, report(0, { needKwh: 120 }), at('04:00:00')), asked }
  assert.equal(foldReport(known, report(9), at('04:05:00')).said.needKwh, 120)
  const late = foldReport(known, report(9), at('04:05:01'))
  assert.equal(late.said.needKwh, null)
  assert.equal(late.asked, asked)
})

test('members that nobody reads do not grow for ever', () => {
  let known = foldReport(null, report(0), at('04:00:00'))
  for (let seq = 1; seq < 60; seq++) {
    known = foldReport(known, report(seq, {}, { [`x${seq}`]: 'y'.repeat(1_000) }), at('04:00:01'))
  }
  assert.ok(JSON.stringify(known.others).length < 17_000)
  assert.ok('x59' in known.others)
})

test('conditioning is one block of power for battery and cabin, as long as the longer of the two', () => {
  const said = { ...nothingSaid, batteryMinutes: 30, batteryKwh: 6, cabinMinutes: 20, cabinKwh: 4 }
  const block = (change: Partial<VehicleSaid>, preconditions = true) =>
    needsOfReport({ ...said, ...change }, { preconditions }).precondition
  assert.deepEqual(block({}), { powerW: 20_000, minutes: 30 })
  assert.equal(block({}, false), null)
  assert.equal(block({ batteryMinutes: null, cabinMinutes: null }), null)
  assert.equal(block({ batteryKwh: null, cabinKwh: null }), null)
  assert.equal(block({ batteryKwh: 1_000, batteryMinutes: 1, cabinMinutes: null }), null)
  assert.deepEqual(block({ batteryMinutes: null, batteryKwh: null }), { powerW: 12_000, minutes: 20 })
})

test('what is not available is not known, and never zero', () => {
  assert.equal(needsOfReport(nothingSaid, { preconditions: true }).needFullWh, null)
  assert.equal(needsOfReport({ ...nothingSaid, needKwh: 0 }, { preconditions: true }).needFullWh, 0)
})

const usual: TellingInput = {
  ...{ departsAt: at('05:00:00'), now: at('04:00:00'), timeZone: 'Europe/Berlin', driveoff: 'minutesOfDay' },
  ...{ preconditions: true, hasPower: true, climate: 'automatic', ambientC: -3 },
  said: { ...nothingSaid, batteryMinutes: 10, cabinMinutes: 25 },
}

test('the departure is told as the vehicle reads it, and not at all when it is past or far away', () => {
  const told = (change: Partial<TellingInput>) => tellVehicle({ ...usual, ...change }).driveoffMinutes
  assert.equal(told({}), 6 * 60)
  assert.equal(told({ driveoff: 'minutesUntilDeparture' }), 60)
  assert.equal(told({ departsAt: null }), null)
  assert.equal(told({ departsAt: at('03:59:59') }), null)
  assert.equal(told({ departsAt: at('04:00:00').add({ hours: 24 }), driveoff: 'minutesUntilDeparture' }), 1_440)
  assert.equal(told({ departsAt: at('04:00:01').add({ hours: 24 }) }), null)
  // The night in which the clocks go forward: 05:00 is 05:00.
  const [now, departsAt] = ['2026-03-28T22:00:00Z', '2026-03-29T03:00:00Z'].map((time) => Temporal.Instant.from(time))
  assert.equal(told({ now: now!, departsAt: departsAt! }), 5 * 60)
  assert.equal(told({ now: now!, departsAt: departsAt!, driveoff: 'minutesUntilDeparture' }), 5 * 60)
})

test('conditioning is wished from as long before the departure as it takes, and five minutes, until the departure', () => {
  const wished = (now: string, change: Partial<TellingInput> = {}) =>
    tellVehicle({ ...usual, now: at(now), ...change }).conditions
  assert.deepEqual(
    ['04:29:59', '04:30:00', '04:59:59', '05:00:00'].map((now) => wished(now)),
    [false, true, true, false],
  )
  assert.equal(wished('04:45:00', { preconditions: false }), false)
  assert.equal(wished('04:45:00', { hasPower: false }), false)
  assert.equal(wished('04:45:00', { departsAt: null }), false)
  assert.equal(wished('04:45:00', { said: nothingSaid }), false)
  assert.equal(wished('04:50:00', { said: { ...nothingSaid, batteryMinutes: 5 } }), true)
})

test('the climate goes by the temperature when it is automatic, and the temperature is told as far as it can be', () => {
  const climate = (ambientC: number | null) => tellVehicle({ ...usual, ambientC }).climate
  assert.deepEqual([-10, 11.9, 12, 22, 22.1, null].map(climate), [
    ...['heating', 'heating', 'ventilation', 'ventilation', 'cooling', 'vehicle'],
  ])
  assert.equal(tellVehicle({ ...usual, climate: 'cooling' }).climate, 'cooling')
  const ambient = (ambientC: number | null) => tellVehicle({ ...usual, ambientC }).ambientC
  assert.deepEqual([-3.4, -0.2, 70, 70.6, -50, -51, null].map(ambient), [-3, 0, 70, null, -50, null, null])
})

const request = (source: RequestSource, members: Partial<ChargingRequest> = {}): ChargingRequest => ({
  ...{ id: 1, siteId: 1, source, requestId: 'r', vehicleId: 7, place: null, sessionId: null, arrivesAt: null },
  ...{ departsAt: null, soc: null, minimumSoc: null, targetSoc: null, needMinimumWh: null, needFullWh: null },
  ...{ klass: null, precondition: null, confidence: 1, reportedAt: at('00:00:00') },
  ...members,
})

test('the next departure is that of the most trusted source, and none that is past or of another vehicle', () => {
  const stay: VehicleStay = {
    ...{ sessionId: 5, chargerId: 3, evse: 1, pluggedAt: at('01:00:00'), siteId: 2, isNamed: true, steering: null },
  }
  const of = (requests: ChargingRequest[], where: VehicleStay | null = stay) =>
    departureOf(requests, { vehicleId: 7, stay: where, now: at('04:00:00') })
  const planned = request('vdv463', { departsAt: at('06:00:00'), siteId: 2 })
  const byHand = request('operator', { departsAt: at('05:00:00') })
  assert.deepEqual(of([byHand, planned]), { departsAt: at('06:00:00'), siteId: 2 })
  assert.equal(of([byHand, { ...planned, departsAt: at('03:00:00') }])?.siteId, 1)
  assert.equal(of([{ ...planned, vehicleId: 8 }]), null)
  assert.ok(of([{ ...planned, vehicleId: null, place: { chargerId: 3, evse: null } }]))
  assert.equal(of([{ ...planned, vehicleId: null, place: { chargerId: 3, evse: null } }], null), null)
  assert.ok(of([planned], null))
})

test('a vehicle that gets nothing because there is nothing is not to condition itself; one that waits may', () => {
  const stay = (granted: number | null, reason: 'circuit_limit' | 'price_wait') =>
    ({ steering: { granted, reason } }) as VehicleStay
  assert.equal(hasPower(stay(0, 'circuit_limit')), false)
  assert.equal(hasPower(stay(6, 'circuit_limit')), true)
  assert.equal(hasPower(stay(0, 'price_wait')), true)
  assert.equal(hasPower(null), true)
})

test('a charge controller is known by the uids that chargers make of its address', () => {
  const uids = controllerUids('00:1a-2B3C4d5e')
  for (const uid of ['001A2B3C4D5E', '00:1a:2b:3c:4d:5e', 'VID:001A2B3C4D5E']) assert.ok(uids.includes(uid), uid)
  for (const none of [null, '', '0', 'bus 001A2B3C4D5E', '001A2B3C4D5E00']) assert.deepEqual(controllerUids(none), [])
})

test('passwords are as the version of the vehicle demands, and made ones suit every version', () => {
  const isTaken = (password: string, rule: 1 | 2) => {
    try {
      checkVehiclePassword(password, rule)
      return true
    } catch {
      return false
    }
  }
  for (const [password, inOne, inTwo] of [
    ['x', true, false],
    ['', false, false],
    ['Aa1-aaaa', true, true],
    ['Aa1-aaa', true, false],
    ['Aa1aaaaa', true, false],
    ['aa1-aaaa', true, false],
    ['Aa-aaaaa', true, false],
    ['Grün-1234', false, false],
    [`Aa1-${'x'.repeat(146)}`, true, true],
    [`Aa1-${'x'.repeat(147)}`, false, false],
  ] as const) {
    assert.deepEqual([isTaken(password, 1), isTaken(password, 2)], [inOne, inTwo], password)
  }
  const made = Array.from({ length: 50 }, makeVehiclePassword)
  assert.ok(made.every((password) => isTaken(password, 2)))
  assert.equal(new Set(made).size, 50)
})
