import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Card } from '../../../../api/console/wire/administration.ts'
import { cardChangeBack, cardChangeOf, formOf, newCardOf } from './card-form.ts'
import { dayFault, endOfDay, lastDay, uidFault } from './card-rules.ts'

const card: Card = {
  id: 1,
  uid: '04A2B3C4',
  type: 'RFID',
  status: 'active',
  validUntil: '2027-01-31T12:00:00.000Z',
  vehicle: 'bus-7',
  group: null,
  visualNumber: null,
  note: null,
  whitelist: 'ALLOWED',
  masterPass: false,
  oneSessionAtATime: false,
  createdAt: '2026-01-01T00:00:00.000Z',
}

test('a card number is refused before it is sent when no reader could send it', () => {
  const cases = { '': 'uidMissing', '  ': 'uidMissing', ' 04A2': 'uidBlanks', 'a\u0000b': 'uidSigns' }
  for (const [uid, fault] of Object.entries(cases)) assert.equal(uidFault(uid), fault, JSON.stringify(uid))
  assert.equal(uidFault('x'.repeat(37)), 'uidLong')
  for (const uid of ['04A2B3C4', 'x'.repeat(36), 'DE-8AA C12']) assert.equal(uidFault(uid), null)
})

test('a card is valid through the whole of its last day', () => {
  const end = endOfDay('2027-01-31')!
  assert.equal(lastDay(end), '2027-01-31')
  assert.equal(new Date(end).getHours(), 23)
  assert.equal(endOfDay(''), null)
})

test('a card that ends at midnight is valid through the day before', () => {
  assert.equal(lastDay(new Date(2027, 1, 1).toISOString()), '2027-01-31')
})

test('days that no calendar has and days that have passed are refused', () => {
  for (const day of ['2027-02-30', 'soon', '2027-1-1']) assert.equal(dayFault(day, '2026-01-01'), 'date', day)
  assert.equal(dayFault('2025-12-31', '2026-01-01'), 'past')
  for (const day of ['', '2026-01-01', '2028-02-29']) assert.equal(dayFault(day, '2026-01-01'), null, day)
})

test('saving a card sends only what was changed, and empties what was emptied', () => {
  const before = formOf(card)
  assert.deepEqual(cardChangeOf(before, before), {})
  assert.deepEqual(cardChangeOf(before, { ...before, note: ' spare ', vehicle: '' }), { note: 'spare', vehicle: null })
  assert.deepEqual(cardChangeOf(before, { ...before, masterPass: true }), { masterPass: true })
})

test('undoing a change of a card brings back what it had, to the second', () => {
  const change = cardChangeOf(formOf(card), { ...formOf(card), validUntil: '', whitelist: 'NEVER' })
  assert.deepEqual(cardChangeBack(card, change), { validUntil: card.validUntil, whitelist: 'ALLOWED' })
})

test('a new card has nothing where nothing was typed', () => {
  assert.deepEqual(newCardOf({ ...formOf(null), uid: 'AB12', group: 'night' }), {
    uid: 'AB12',
    visualNumber: null,
    vehicle: null,
    group: 'night',
    note: null,
    validUntil: null,
    whitelist: 'ALLOWED',
    masterPass: false,
    oneSessionAtATime: false,
  })
})
