import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FlexibilityOffer } from '../../../../../api/console/wire/flexibility.ts'
import { activationOf, rampSecondsOf, spanOf, wattsOf } from './flexibility-form.ts'

const nowMs = new Date('2027-01-31T12:00').getTime()
const empty = { from: '', to: '', high: '', low: '', reduction: '', ramp: '', by: '' }

test('a span begins now when nothing is said, and is neither too short, too long nor past', () => {
  assert.equal(spanOf({ from: '', to: '2027-01-31T13:00' }, nowMs)?.fromMs, nowMs)
  assert.equal(spanOf({ from: '', to: '2027-01-31T12:04' }, nowMs), null)
  assert.equal(spanOf({ from: '', to: '2027-02-02T12:00' }, nowMs), null)
  assert.equal(spanOf({ from: '2027-01-31T11:00', to: '2027-01-31T13:00' }, nowMs), null)
  assert.equal(spanOf({ from: '', to: '' }, nowMs), null)
})

test('an order of its own says its span and its edges, a called offer only how much of it', () => {
  const order = activationOf({ ...empty, to: '2027-01-31T13:00', high: '40,5', low: '', ramp: '2' }, null)
  assert.deepEqual([order.highW, order.lowW, order.from, order.rampSeconds], [40_500, null, null, 120])
  const called = activationOf({ ...empty, reduction: '', by: ' vpp ' }, { id: 7 } as FlexibilityOffer)
  assert.deepEqual(called, { offerId: 7, reductionW: null, rampSeconds: 0, orderedBy: 'vpp' })
})

test('what is no number is told from nothing', () => {
  assert.deepEqual([wattsOf(''), wattsOf('x'), wattsOf('1.5')], [null, undefined, 1_500])
  assert.deepEqual([rampSecondsOf(''), rampSecondsOf('x'), rampSecondsOf('1.5')], [0, null, 90])
})
