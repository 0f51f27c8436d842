import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plausibleCount, plausibleName, plausiblePlace, plausibleRegister } from './plausible.ts'
import { spreadSeconds } from './spread.ts'

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

test('intervals are spread by a tenth, the same for one charger', () => {
  const intervals = Array.from({ length: 1_000 }, (_, id) => spreadSeconds(300, id))
  assert.ok(Math.min(...intervals) >= 270 && Math.max(...intervals) <= 330)
  assert.ok(new Set(intervals).size > 50)
  assert.equal(spreadSeconds(300, 42), spreadSeconds(300, 42))
})
