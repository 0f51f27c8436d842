import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plausibleCount, plausibleName, plausiblePlace, plausibleRegister } from './plausible.ts'

test('numbers and names have bounds that no charger reaches', () => {
  assert.equal(plausiblePlace('connectorId', 0), 0)
  assert.equal(plausiblePlace('connectorId', 999), 999)
  assert.equal(plausibleName('idTag', 'x'.repeat(255)).length, 255)
  assert.equal(plausibleCount('seqNo', 2 ** 31 - 1), 2 ** 31 - 1)
  assert.equal(plausibleRegister('meterStart', -1), -1)
  for (const bad of [
    () => plausiblePlace('connectorId', -1),
    () => plausiblePlace('connectorId', 1_000),
    () => plausibleName('idTag', 'x'.repeat(256)),
    () => plausibleCount('seqNo', 2 ** 31),
    () => plausibleRegister('meterStop', 1e11),
    () => plausibleRegister('meterStart', -1e10),
  ]) {
    assert.throws(bad, { name: 'CallFault', kind: 'property' })
  }
})
