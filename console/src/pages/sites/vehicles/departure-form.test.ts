import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPercent, requestOf } from './departure-form.ts'

test('a departure by hand says only what was typed; the rest others may say', () => {
  const form = { place: '7/2', departsAt: '', minimumSoc: '', targetSoc: '90', need: '12,5', klass: '' }
  assert.deepEqual(requestOf(form), {
    ...{ chargerId: 7, evse: 2, departsAt: null, minimumSoc: null, targetSoc: 90, needFullWh: 12_500, klass: null },
  })
  const departsAt = '2027-01-31T05:30'
  assert.equal(requestOf({ ...form, departsAt }).departsAt, new Date(departsAt).toISOString())
})

test('a state of charge is a percentage or nothing', () => {
  assert.deepEqual(['', '0', '100', '55,5', '101', '-1', 'x'].map(isPercent), [
    ...[true, true, true, true, false, false, false],
  ])
})
