import assert from 'node:assert/strict'
import { test } from 'node:test'
import { daysOf, instantsOf, presetOf, presets } from './date-range.ts'

const now = new Date(2027, 2, 1, 9, 30).getTime()

test('presets are days of the calendar', () => {
  assert.deepEqual(daysOf('today', now), { from: '2027-03-01', to: '2027-03-01' })
  assert.deepEqual(daysOf('yesterday', now), { from: '2027-02-28', to: '2027-02-28' })
  assert.deepEqual(daysOf('week', now), { from: '2027-02-23', to: '2027-03-01' })
  assert.deepEqual(daysOf('month', now), { from: '2027-03-01', to: '2027-03-01' })
})

test('a range in the address is known as the preset that it is', () => {
  const later = new Date(2027, 2, 15).getTime()
  for (const preset of presets) assert.equal(presetOf(daysOf(preset, later), later), preset)
  assert.equal(presetOf({ from: '2027-01-01', to: '2027-01-31' }, later), null)
  assert.equal(presetOf({ from: '', to: '' }, later), null)
})

test('a range reaches from its first midnight to the one after its last day, in the zone of the person', () => {
  const { from, to } = instantsOf({ from: '2027-03-01', to: '2027-03-01' })
  assert.equal(from, new Date(2027, 2, 1).toISOString())
  assert.equal(to, new Date(2027, 2, 2).toISOString())
})

test('a day that does not exist narrows nothing', () => {
  assert.deepEqual(instantsOf({ from: '2027-02-30', to: 'tomorrow' }), { from: undefined, to: undefined })
})
