import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConnectorState } from '#core/chargers/charger.ts'
import { viewCharger, viewChargerNow, viewConnector, viewLink } from './view-status.ts'

const noon = Temporal.Instant.from('2025-02-11T12:00:00Z')

function state(change: Partial<ConnectorState>): ConnectorState {
  return {
    evse: 1,
    connector: 1,
    status: 'Available',
    errorCode: 'NoError',
    vendorId: null,
    vendorErrorCode: null,
    info: null,
    reportedAt: noon,
    changedAt: noon.add({ seconds: 1 }),
    reportKey: Buffer.alloc(0),
    ...change,
  }
}

test("a status carries the charger's time, and ours when it gave none", () => {
  assert.equal(viewConnector(state({}), null).timeStamp, '2025-02-11T12:00:00.000Z')
  assert.equal(viewConnector(state({ reportedAt: null }), null).timeStamp, '2025-02-11T12:00:01.000Z')
})

const vendorTexts: [text: string | null, shown: number | string | null][] = [
  ['0', 0],
  ['12', 12],
  ['-5', -5],
  ['E-7', 'E-7'],
  ['007', '007'],
  ['1.0', '1.0'],
  ['1e3', '1e3'],
  ['0x10', '0x10'],
  ['99999999999999999999', '99999999999999999999'],
  ['', null],
  [null, null],
]

for (const [text, shown] of vendorTexts) {
  test(`the vendor's code ${JSON.stringify(text)} is shown as ${JSON.stringify(shown)}`, () => {
    const view = viewConnector(state({ vendorErrorCode: text, vendorId: text }), null)
    assert.deepEqual([view.vendorErrorCode, view.vendorId], [shown, shown])
  })
}

const occupied: [chargingState: string | null, shown: string][] = [
  ['EVConnected', 'Preparing'],
  ['Charging', 'Charging'],
  ['SuspendedEV', 'SuspendedEV'],
  ['SuspendedEVSE', 'SuspendedEVSE'],
  ['Idle', 'Finishing'],
  ['Unheard', 'Preparing'],
  [null, 'Preparing'],
]

for (const [chargingState, shown] of occupied) {
  test(`an occupied connector whose session is ${chargingState} is ${shown}`, () => {
    assert.equal(viewConnector(state({ status: 'Occupied' }), chargingState).status, shown)
  })
}

test('a charging state changes nothing on a connector that is not just occupied', () => {
  assert.equal(viewConnector(state({ status: 'Faulted' }), 'Charging').status, 'Faulted')
})

test('a fault without a code is some error, any other status without one is none', () => {
  assert.equal(viewConnector(state({ status: 'Faulted', errorCode: null }), null).errorCode, 'OtherError')
  assert.equal(viewConnector(state({ status: 'Available', errorCode: null }), null).errorCode, 'NoError')
  assert.equal(viewConnector(state({ status: 'Faulted', errorCode: 'GroundFailure' }), null).errorCode, 'GroundFailure')
})

test('what a charger says of itself counts before what its connectors say', () => {
  const states = [state({ status: 'Faulted' }), state({ evse: 0, connector: 0, status: 'Available' })]
  assert.equal(viewChargerNow(states)?.status, 'Available')
  assert.equal(viewCharger(state({ evse: 0, connector: 0, status: 'Charging' })).status, 'Available')
})

const wholes: [connectors: string[], shown: string | undefined][] = [
  [[], undefined],
  [['Available', 'Charging'], 'Available'],
  [['Faulted', 'Occupied'], 'Available'],
  [['Faulted', 'Faulted'], 'Faulted'],
  [['Unavailable', 'Unavailable'], 'Unavailable'],
  [['Faulted', 'Unavailable'], 'Unavailable'],
]

for (const [connectors, shown] of wholes) {
  test(`a charger with the connectors [${connectors}] is ${shown ?? 'unknown'}`, () => {
    const states = connectors.map((status, i) => state({ evse: i + 1, status }))
    assert.equal(viewChargerNow(states)?.status, shown)
  })
}

test('a derived status has the time of the newest report', () => {
  const later = noon.add({ minutes: 1 })
  const view = viewChargerNow([state({}), state({ evse: 2, reportedAt: later }), state({ evse: 3 })])
  assert.equal(view?.timeStamp, '2025-02-11T12:01:00.000Z')
})

test('a charger is connected from its last connection on, as text', () => {
  const link = { connected: true, changedAt: noon }
  assert.deepEqual(viewLink(link), { time: '2025-02-11T12:00:00.000Z', value: 'true' })
  assert.equal(viewLink({ ...link, connected: false }).value, 'false')
})
