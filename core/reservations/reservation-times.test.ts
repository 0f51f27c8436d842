import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listsReservation } from './charger-reservations.ts'
import { isWithin, lastsLong, refuseTimes } from './reservation-times.ts'

const now = Temporal.Instant.from('2027-03-01T10:00:00Z')
const span = (from: Temporal.DurationLike, to: Temporal.DurationLike) => ({
  startsAt: now.add(from),
  expiresAt: now.add(to),
})

test('a reservation ends after its start, within a year, and begins at most five minutes ago', () => {
  refuseTimes(now, span({ minutes: -5 }, { seconds: 1 }))
  refuseTimes(now, span({ hours: 24 * 365 }, { hours: 24 * 366 }))
  for (const [from, to, fault] of [
    [{ hours: 1 }, { hours: 1 }, /after its start/],
    [{ hours: 2 }, { hours: 1 }, /after its start/],
    [{ minutes: -4 }, { minutes: 0 }, /over already/],
    [{ minutes: -5, seconds: -1 }, { hours: 1 }, /5 minutes ago/],
    [{ hours: 1 }, { hours: 24 * 366, seconds: 1 }, /within a year/],
  ] as const) {
    assert.throws(() => refuseTimes(now, span(from, to)), fault)
  }
})

test('a start that is not changed may lie as long ago as it likes', () => {
  const before = span({ hours: -2 }, { hours: 1 })
  refuseTimes(now, span({ hours: -2 }, { hours: 2 }), before)
  assert.throws(() => refuseTimes(now, span({ hours: -3 }, { hours: 2 }), before), /5 minutes ago/)
})

test('a reservation counts from its start to right before its end', () => {
  const hour = span({ minutes: 0 }, { hours: 1 })
  assert.equal(isWithin(now, hour), true)
  assert.equal(isWithin(now.add({ minutes: 60 }), hour), false)
  assert.equal(lastsLong(now.add({ minutes: 59 }), hour.expiresAt), true)
  assert.equal(lastsLong(now.add({ minutes: 59, seconds: 1 }), hour.expiresAt), false)
})

test('whether a 1.6 charger has reservations is in the list of its profiles', () => {
  assert.equal(listsReservation('Core,Reservation,RemoteTrigger'), true)
  assert.equal(listsReservation('core, reservation'), true)
  assert.equal(listsReservation('Core, SmartCharging'), false)
  assert.equal(listsReservation('Core,ReservationExtra'), false)
})
