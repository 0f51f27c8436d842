import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localMinute } from '../../parts/local-time.ts'
import { endFault, newReservationOf, startFault } from './reservation-form.ts'

const form = { charger: 1, evse: '', card: ' CARD-1 ', startsAt: '', expiresAt: '2027-01-31T22:00', connectorType: '' }

test('a reservation of any EVSE names none, and what is empty is left out', () => {
  const made = newReservationOf(form)
  assert.equal(made.evse, null)
  assert.equal(made.card, 'CARD-1')
  assert.equal(made.connectorType, null)
  assert.equal(newReservationOf({ ...form, evse: '2' }).evse, 2)
})

test('a start that is given lies before the end, and not in the past', () => {
  const now = Date.parse('2027-01-31T12:00:00.000Z')
  const [soon, later] = [localMinute(now + 3_600_000), localMinute(now + 7_200_000)]
  assert.equal(newReservationOf({ ...form, startsAt: soon }).startsAt, '2027-01-31T13:00:00.000Z')
  assert.equal(newReservationOf(form).startsAt, null)
  assert.equal(startFault('', soon, now), null)
  assert.equal(startFault(soon, later, now), null)
  assert.equal(startFault(later, soon, now), 'start')
  assert.equal(startFault(localMinute(now - 3_600_000), soon, now), 'start')
})

test('the end is meant in the zone of the browser', () => {
  const at = Date.parse('2027-01-31T12:34:00.000Z')
  assert.equal(newReservationOf({ ...form, expiresAt: localMinute(at) }).expiresAt, '2027-01-31T12:34:00.000Z')
})

test('a reservation lasts for more than a minute and less than a year', () => {
  const now = Date.parse('2027-01-31T12:00:00.000Z')
  assert.equal(endFault('', now), 'time')
  assert.equal(endFault(localMinute(now - 3_600_000), now), 'soon')
  assert.equal(endFault(localMinute(now + 3_600_000), now), null)
  assert.equal(endFault(localMinute(now + 400 * 86_400_000), now), 'late')
})
