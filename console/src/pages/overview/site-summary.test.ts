import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chargerRow, connectorRow } from '../../fixtures/charger-row.ts'
import { faultyConnector, needsAttention, runningCharges, siteSummary } from './site-summary.ts'

const rows = [
  chargerRow(1),
  chargerRow(2, {
    state: 'charging',
    powerW: 90_000,
    connectors: [
      connectorRow({ status: 'Charging', powerW: 50_000 }),
      connectorRow({ number: 2, status: 'Occupied', sessionId: 4, powerW: 40_000 }),
    ],
  }),
  chargerRow(3, {
    state: 'offline',
    connected: false,
    since: '2027-01-31T10:00:00.000Z',
    connectors: [connectorRow({ status: 'Charging' })],
  }),
  chargerRow(4, { state: 'offline', connected: false, since: '2027-01-31T11:00:00.000Z' }),
  chargerRow(5, {
    state: 'faulted',
    connectors: [connectorRow(), connectorRow({ number: 2, status: 'Faulted', errorCode: 'GroundFailure' })],
  }),
  chargerRow(6, { state: 'never', connected: false, since: null }),
]

test('the figures of the site count vehicles by connector, and not those of chargers that are away', () => {
  assert.deepEqual(siteSummary(rows), {
    total: 6,
    online: 3,
    charging: 2,
    powerW: 90_000,
    faulted: 1,
    offline: 2,
    never: 1,
  })
})

test('faults come first, then what went offline last', () => {
  assert.deepEqual(
    needsAttention(rows).map((row) => row.id),
    [5, 4, 3, 6],
  )
})

test('the connector at fault is found among the others', () => {
  assert.equal(faultyConnector(rows[4]!)?.errorCode, 'GroundFailure')
  assert.equal(faultyConnector(rows[0]!), null)
  assert.equal(faultyConnector(chargerRow(9, { connectors: [connectorRow({ errorCode: 'NoError' })] })), null)
})

test('what charges now stands in the order of identities', () => {
  const charges = runningCharges(rows, new Map([[2, 0]]))
  assert.deepEqual(
    charges.map(({ charger, connector }) => [charger.id, connector.number]),
    [
      [2, 1],
      [2, 2],
    ],
  )
})
