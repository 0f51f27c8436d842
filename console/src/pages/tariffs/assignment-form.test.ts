import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AssignmentForm, assignmentOf, isLimit, isPercent } from './assignment-form.ts'

const form: AssignmentForm = {
  tariff: '3',
  place: 'evse',
  charger: 7,
  evse: '2',
  card: 'CARD-1',
  maxCost: '',
  maxKwh: '',
  maxMinutes: '',
  maxSoc: '',
  prepaid: false,
}

test('an assignment names only the place that was chosen last', () => {
  const place = (one: AssignmentForm['place']) => {
    const { charger, evse, card } = assignmentOf({ ...form, place: one })
    return [charger, evse, card]
  }
  assert.deepEqual(place('tenant'), [null, null, null])
  assert.deepEqual(place('charger'), [7, null, null])
  assert.deepEqual(place('evse'), [7, 2, null])
  assert.deepEqual(place('token'), [null, null, 'CARD-1'])
})

test('limits are written in kWh and minutes, and left out when they are empty', () => {
  const limits = assignmentOf({ ...form, maxCost: '12,5', maxKwh: '7.5', maxMinutes: '90', maxSoc: '80' }).limits
  assert.deepEqual(limits, { maxCost: '12.5', maxEnergyWh: 7_500, maxSeconds: 5_400, maxSoc: 80 })
  assert.deepEqual(assignmentOf(form).limits, {})
})

test('a limit of nothing is none', () => {
  assert.ok(isLimit('') && isLimit('0,5'))
  assert.ok(!isLimit('0') && !isLimit('-3'))
  assert.ok(isPercent('') && isPercent('100'))
  assert.ok(!isPercent('0') && !isPercent('101') && !isPercent('8.5'))
})
