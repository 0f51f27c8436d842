import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowedCalls } from './allowed-calls.ts'
import { packages } from './api-client.ts'

test('a package is all of its grants', () => {
  assert.deepEqual(allowedCalls({ package: 'advanced' }), { package: 'advanced', grants: packages.advanced })
})

test('grants of one’s own choice are called by the smallest package that has them all', () => {
  for (const [grants, expected] of [
    [['transactions'], 'basic'],
    [['rfid', 'transactions'], 'advanced'],
    [['vpp'], 'premium'],
  ] as const) {
    assert.equal(allowedCalls({ grants }).package, expected)
  }
  assert.deepEqual(allowedCalls({ grants: ['rfid', 'transactions', 'rfid'] }).grants, ['transactions', 'rfid'])
})

test('a package may be sold with fewer or more than is in it', () => {
  assert.deepEqual(allowedCalls({ package: 'basic', grants: ['rfid'] }), { package: 'basic', grants: ['rfid'] })
})

test('nothing at all is no choice', () => {
  for (const wish of [{}, { grants: [] }]) assert.throws(() => allowedCalls(wish), { code: 'invalid_value' })
})
