import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FinishedSession } from '#core/sessions/session.ts'
import { endResultOf, viewTransaction } from './view-transaction.ts'

const session: FinishedSession = {
  recordNo: 88121,
  charger: 'BAY-07',
  connector: 2,
  startedMs: Date.UTC(2025, 1, 10, 19, 4, 55),
  endedMs: Date.UTC(2025, 1, 10, 23, 31, 12),
  pluggedMs: null,
  unpluggedMs: null,
  initialSoc: 41,
  endSoc: 97,
  vehicleId: 'BUS-3302',
  tokenUid: '7A11C3F0',
  energyWh: '171450.000',
  endReason: 'EVDisconnected',
  insertedMs: Date.UTC(2025, 1, 10, 23, 31, 12, 123),
}

const view = (change: Partial<FinishedSession>, nullUnknownSoc = false) =>
  viewTransaction({ ...session, ...change }, { nullUnknownSoc })

test('a transaction has the members of the original, in its order', () => {
  assert.equal(
    JSON.stringify(view({})),
    '{"TransactionID":88121,"ChargerID":"BAY-07","ConnectorID":2,"StartAt":"2025-02-10T19:04:55.000Z",' +
      '"EndAt":"2025-02-10T23:31:12.000Z","InitialSoC":41,"VehicleID":"BUS-3302","Initiator":"7A11C3F0","EndSoC":97,' +
      '"EnergyDelivered":171450,"EndResult":"EVDisconnected","ExtraInfo":{"Initiator":"7A11C3F0"},' +
      '"SessionStartTime":null,"SessionEndTime":null,"InsertedAt":"2025-02-10T23:31:12.123Z"}',
  )
})

test('an unknown state of charge is 0, or null where that is wanted', () => {
  assert.deepEqual([view({ initialSoc: null }).InitialSoC, view({ endSoc: null }).EndSoC], [0, 0])
  assert.deepEqual([view({ initialSoc: null }, true).InitialSoC, view({ initialSoc: 0 }, true).InitialSoC], [null, 0])
})

test('a token without a vehicle stands for one', () => {
  assert.equal(view({ vehicleId: null }).VehicleID, '7A11C3F0')
  const nobody = view({ vehicleId: null, tokenUid: null })
  assert.deepEqual([nobody.VehicleID, nobody.Initiator, nobody.ExtraInfo.Initiator], [null, null, null])
})

test('energy is a number in watt-hours, with a fraction only where there is one', () => {
  assert.equal(JSON.stringify(view({ energyWh: '12.250' }).EnergyDelivered), '12.25')
  assert.equal(JSON.stringify(view({ energyWh: '0.000' }).EnergyDelivered), '0')
})

test('the time at the plug is shown where it is known', () => {
  assert.equal(view({ pluggedMs: session.startedMs }).SessionStartTime, '2025-02-10T19:04:55.000Z')
  assert.equal(view({ unpluggedMs: session.endedMs }).SessionEndTime, '2025-02-10T23:31:12.000Z')
})

const results: [reason: string | null, shown: string][] = [
  ['Local', 'Local'],
  ['SoftReset', 'SoftReset'],
  ['ImmediateReset', 'HardReset'],
  ['MasterPass', 'Local'],
  ['LocalOutOfCredit', 'DeAuthorized'],
  ['StoppedByEV', 'Other'],
  ['GroundFault', 'Other'],
  ['MissingStop', 'Incomplete'],
  ['SomethingNew', 'Incomplete'],
  ['constructor', 'Incomplete'],
  ['', 'Incomplete'],
  [null, 'Incomplete'],
]

for (const [reason, shown] of results) {
  test(`a session that ended for ${reason} is ${shown}`, () => {
    assert.equal(endResultOf(reason), shown)
  })
}
