import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChargerRow, ConnectorRow } from '../../../api/console/wire/chargers.ts'
import { chargerRow, connectorRow } from '../fixtures/charger-row.ts'
import { shownStatus } from './shown-status.ts'

const occupied = (said: Partial<ConnectorRow> = {}) => connectorRow({ status: 'Occupied', sessionId: 7, ...said })
const shown = (state: ChargerRow['state'], ...connectors: ConnectorRow[]) => {
  const row = chargerRow(1, { state, connectors })
  return connectors.map((connector) => shownStatus(row, connector))
}

test('an occupied connector with a session charges when the server says so and power flows', () => {
  assert.deepEqual(shown('charging', occupied({ powerW: 11_000 })), ['Charging'])
  assert.deepEqual(shown('charging', occupied({ powerW: 0 })), ['Charging'], 'the only one: it is the one')
  assert.deepEqual(shown('charging', occupied({ powerW: 11_000 }), occupied({ powerW: 0 })), ['Charging', 'Suspended'])
  assert.deepEqual(shown('faulted', occupied({ powerW: 11_000 }), connectorRow({ status: 'Faulted' })), [
    'Charging',
    'Faulted',
  ])
})

test('an occupied connector that draws nothing is paused, and without a session or a meter just occupied', () => {
  assert.deepEqual(shown('occupied', occupied({ powerW: 0 })), ['Suspended'])
  assert.deepEqual(shown('occupied', occupied({ powerW: null })), ['Occupied'])
  assert.deepEqual(shown('occupied', occupied({ sessionId: null, powerW: 0 })), ['Occupied'])
  assert.deepEqual(shown('occupied', occupied({ powerW: 5 })), ['Occupied'], 'never against the state')
})

test('what says more than Occupied is shown as it was reported', () => {
  for (const status of ['Charging', 'SuspendedEV', 'Finishing', 'Faulted', null]) {
    assert.deepEqual(shown('charging', connectorRow({ status, sessionId: 7, powerW: 11_000 })), [status])
  }
})
