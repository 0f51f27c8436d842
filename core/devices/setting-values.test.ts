import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSameValue, isSecretVariable, itemsOf, rateUnitsOf } from './setting-values.ts'

test('Q-204: the units of limits are read from whatever a charger says', () => {
  const cases: [string, string[]][] = [
    ['Current,Power', ['A', 'W']],
    ['A', ['A']],
    ['W', ['W']],
    ['Power', ['W']],
    [' \'Current\' , "Power" ', ['A', 'W']],
    ['["A","W"]', ['A', 'W']],
    ['A,Current,current', ['A']],
    ['', []],
    ['percent', []],
  ]
  for (const [value, units] of cases) assert.deepEqual(rateUnitsOf(value), units, value)
})

test('D-07: blanks and quotes around the items of a list mean nothing', () => {
  assert.deepEqual(itemsOf(` 'SoC', "Voltage",Current.Import ,`), ['SoC', 'Voltage', 'Current.Import'])
  assert.deepEqual(itemsOf(''), [])
})

test('a value is the same however it is written', () => {
  for (const [one, other] of [
    ['true', 'TRUE'],
    ['60', '60.0'],
    ['060', '60'],
    ['A,B', ' A , "b"'],
  ] as const) {
    assert.ok(isSameValue(one, other), `${one} ${other}`)
  }
  for (const [one, other] of [
    ['true', 'false'],
    ['60', '6'],
    ['A,B', 'B,A'],
    ['', '0'],
  ] as const) {
    assert.ok(!isSameValue(one, other), `${one} ${other}`)
  }
})

test('what opens something is a secret, whatever it is called', () => {
  for (const variable of ['BasicAuthPassword', 'AuthorizationKey', 'WifiPassphrase', 'ApiKey']) {
    assert.ok(isSecretVariable({ component: 'Custom16', variable }), variable)
  }
  assert.ok(!isSecretVariable({ component: 'TxCtrlr', variable: 'EVConnectionTimeOut' }))
})
