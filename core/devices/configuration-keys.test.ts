import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keyOfPlace, placeOfKey, standardKeys } from './configuration-keys.ts'
import { stationVariable, variableKey } from './device-variable.ts'

test('D-01: every standard key has one place, which no other key has, and comes back from it', () => {
  const places = new Set(standardKeys.map((key) => variableKey(placeOfKey(key))))
  assert.equal(places.size, standardKeys.length)
  for (const key of standardKeys) assert.equal(keyOfPlace(placeOfKey(key)), key)
})

test('D-02: keys are found in any case, and those of a maker keep their spelling', () => {
  assert.deepEqual(placeOfKey('METERVALUESAMPLEINTERVAL'), stationVariable('SampledDataCtrlr', 'TxUpdatedInterval'))
  assert.deepEqual(placeOfKey('acme.LIGHT'), stationVariable('Custom16', 'acme.LIGHT'))
  assert.equal(keyOfPlace(placeOfKey('acme.LIGHT')), 'acme.LIGHT')
  assert.equal(keyOfPlace(stationVariable('txctrlr', 'EVCONNECTIONTIMEOUT')), 'ConnectionTimeOut')
})

test('what 1.6 has no key for is nowhere', () => {
  assert.equal(keyOfPlace(stationVariable('TxCtrlr', 'TxStartPoint')), null)
  assert.equal(keyOfPlace({ ...placeOfKey('HeartbeatInterval'), evse: 1 }), null)
})
