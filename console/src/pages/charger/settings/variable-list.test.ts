import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Variable } from '../../../../../api/console/wire/provisioning.ts'
import { choicesOf, foundAmong, nameOf } from './variable-list.ts'

const interval: Variable = {
  component: 'OCPPCommCtrlr',
  componentInstance: null,
  evse: null,
  connector: null,
  variable: 'HeartbeatInterval',
  variableInstance: null,
  attribute: 'Actual',
  key: 'HeartbeatInterval',
  value: '300',
  mutability: 'ReadWrite',
  unit: 's',
  dataType: 'integer',
  minLimit: null,
  maxLimit: null,
  valuesList: null,
  observedAt: '2027-01-31T12:00:00.000Z',
}
const timeout = {
  ...interval,
  variable: 'MessageTimeout',
  variableInstance: 'Default',
  key: null,
  mutability: 'ReadOnly',
}

test('a variable goes by its key at a 1.6 charger, and by its name and instance at others', () => {
  const authorize = { ...interval, variable: 'AuthorizeRemoteStart', key: 'AuthorizeRemoteTxRequests' }
  assert.equal(nameOf(authorize, true), 'AuthorizeRemoteTxRequests')
  assert.equal(nameOf(authorize, false), 'AuthorizeRemoteStart')
  assert.equal(nameOf(timeout, true), 'MessageTimeout[Default]')
  assert.equal(nameOf({ ...interval, attribute: 'Target' }, false), 'HeartbeatInterval (Target)')
})

test('a search needs all its words, in names or values', () => {
  const all = [interval, timeout]
  assert.deepEqual(foundAmong(all, 'comm HEART', false), [interval])
  assert.deepEqual(foundAmong(all, '300 default', false), [timeout])
  assert.deepEqual(foundAmong(all, '', true), [interval])
})

test('there is a choice only where the charger names one', () => {
  assert.deepEqual(choicesOf({ dataType: 'boolean', valuesList: null }), ['true', 'false'])
  assert.deepEqual(choicesOf({ dataType: 'OptionList', valuesList: 'A, W' }), ['A', 'W'])
  assert.equal(choicesOf({ dataType: 'MemberList', valuesList: 'A, W' }), null)
  assert.equal(choicesOf({ dataType: null, valuesList: null }), null)
})
