import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actionsIn, isFiltered, nothing, queryOf, topicOf } from './message-filters.ts'

const nowMs = Date.parse('2027-01-31T12:00:00.000Z')

test('without filters the last day is searched, and everything is followed', () => {
  assert.deepEqual(queryOf(nothing, nowMs), { from: '2027-01-30T12:00:00.000Z' })
  assert.equal(topicOf(nothing), 'logs:')
  assert.equal(isFiltered(nothing), false)
})

test('what is followed is narrowed like what is searched', () => {
  const filters = { ...nothing, action: 'Reset, BootNotification,Reset,', charger: ' CP-1 ', span: '1h' }
  assert.deepEqual(queryOf(filters, nowMs), {
    from: '2027-01-31T11:00:00.000Z',
    action: 'Reset,BootNotification',
    charger: 'CP-1',
  })
  // A topic has no commas of its own: they are between topics.
  assert.equal(topicOf(filters), 'logs:charger=CP-1&action=Reset%2CBootNotification')
  assert.deepEqual(actionsIn(filters.action), ['Reset', 'BootNotification'])
})

test('a span that has ended is not followed', () => {
  const from = '2027-01-01T00:00'
  assert.equal(topicOf({ ...nothing, span: 'own', from, to: '2027-01-02T00:00' }), null)
  assert.equal(topicOf({ ...nothing, span: 'own', from }), 'logs:')
})

test('what is no filter in an address does not narrow anything', () => {
  const wrong = { ...nothing, chargerId: 'x', direction: 'up', repaired: 'maybe', result: '<b>', span: 'ever' }
  assert.deepEqual(queryOf(wrong, nowMs), { from: '2027-01-30T12:00:00.000Z' })
  assert.deepEqual(queryOf({ ...nothing, span: 'own', from: 'May' }, nowMs), { from: undefined, to: undefined })
})
