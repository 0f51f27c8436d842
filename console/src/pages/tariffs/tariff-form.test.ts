import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Tariff } from '../../../../api/console/wire/tariffs.ts'
import { formOf, hasConditions, isAmount, newTariffOf, noConditions } from './tariff-form.ts'

const tariff: Tariff = {
  id: 1,
  tariffId: 'abc',
  name: 'Day and night',
  currency: 'EUR',
  taxPercent: '19',
  energy: [{ price: '0.25', when: { fromTime: '22:00', toTime: '06:00', days: [6, 7] } }, { price: '0.45' }],
  chargingTime: [],
  idleTime: [{ price: '6', when: { fromKwh: '10' } }],
  fixedFee: [{ price: '1' }],
  minimum: null,
  maximum: '40',
  createdAt: '2027-01-31T12:00:00.000Z',
  retiredAt: null,
}

test('a copy of a tariff has its prices, and only the name is asked anew', () => {
  const { id: _, tariffId: _t, createdAt: _c, retiredAt: _r, ...terms } = tariff
  assert.deepEqual(newTariffOf({ ...formOf(tariff), name: ' Day and night ' }), terms)
})

test('an empty form costs nothing', () => {
  const made = newTariffOf({ ...formOf(null), name: 'Free' })
  assert.deepEqual(made.energy, [])
  assert.equal(made.taxPercent, '0')
  assert.equal(made.minimum, null)
})

test('an amount may be written with a comma', () => {
  const form = formOf(null)
  assert.deepEqual(newTariffOf({ ...form, energy: { usual: '0,45', special: [] } }).energy, [{ price: '0.45' }])
  assert.ok(isAmount('0,45'))
  assert.ok(isAmount('12'))
  for (const text of ['', '-1', '1.234,5', '0.1234567', 'much']) assert.ok(!isAmount(text), text)
})

test('a price for certain times has to name some', () => {
  assert.ok(!hasConditions({ ...noConditions, price: '1' }))
  assert.ok(!hasConditions({ ...noConditions, days: ['1', '2', '3', '4', '5', '6', '7'] }))
  assert.ok(hasConditions({ ...noConditions, days: ['6', '7'] }))
  assert.ok(hasConditions({ ...noConditions, toKwh: '20' }))
})
