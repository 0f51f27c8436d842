import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasZero, listOf, spanFaults } from './list-form.ts'

const span = { key: '1', from: '2027-01-01T10:00', to: '', amount: '7,4' }
const now = new Date('2027-01-01T09:00').getTime()

test('a list is sent in W or A, without an end where none was typed', () => {
  const form = { circuit: '4', name: ' EMS ', unit: 'kW' as const, reason: ' ', intervals: [span] }
  const from = new Date(span.from).toISOString()
  assert.deepEqual(listOf(form), {
    name: 'EMS',
    unit: 'W',
    reason: null,
    intervals: [{ from, to: null, value: 7_400 }],
  })
  assert.deepEqual(listOf({ ...form, unit: 'A' }).intervals[0]?.value, 7.4)
  assert.equal(hasZero(form), false)
  assert.equal(hasZero({ ...form, intervals: [span, { ...span, amount: '0' }] }), true)
})

test('a span needs a number and a beginning, and ends after both its beginning and now', () => {
  assert.deepEqual(spanFaults(span, 'A', now), {})
  assert.deepEqual(spanFaults({ ...span, from: '', amount: 'x' }, 'A', now), { amount: 'amount', from: 'from' })
  assert.deepEqual(spanFaults({ ...span, to: span.from }, 'A', now), { to: 'to' })
  assert.deepEqual(spanFaults({ ...span, from: '2026-12-31T00:00', to: '2027-01-01T08:59' }, 'A', now), { to: 'to' })
})
