import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amountFault, isDuration, isPause, type LimitForm, limitOf } from './limit-form.ts'

const form: LimitForm = { evse: '', unit: 'A', amount: '16', minutes: '' }

test('a limit is sent in amperes or watts, of one EVSE or the whole charger', () => {
  assert.deepEqual(limitOf(form), { evse: null, limitA: 16, limitW: null })
  assert.deepEqual(limitOf({ ...form, evse: '2', unit: 'kW', amount: '7,4', minutes: '90' }), {
    evse: 2,
    limitA: null,
    limitW: 7_400,
    durationSeconds: 5_400,
  })
})

test('nothing is a pause, and nonsense is none', () => {
  assert.ok(isPause({ amount: '0' }) && isPause({ amount: '0,0' }))
  assert.ok(!isPause({ amount: '' }) && !isPause({ amount: '6' }))
})

test('limits and durations have bounds', () => {
  assert.equal(amountFault({ unit: 'A', amount: '2001' }), 'amps')
  assert.equal(amountFault({ unit: 'kW', amount: '-1' }), 'kilowatts')
  assert.equal(amountFault({ unit: 'kW', amount: '2001' }), null)
  assert.ok(isDuration('') && isDuration('60'))
  assert.ok(!isDuration('0') && !isDuration('99999999') && !isDuration('long'))
})
