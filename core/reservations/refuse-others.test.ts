import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Authorization } from '../authorization/authorize.ts'
import type { Token } from '../authorization/token.ts'
import { withReservations, withReservationsAnywhere } from './refuse-others.ts'
import type { Reservation } from './reservation.ts'

const at = Temporal.Instant.from('2027-03-01T10:00:00Z')
const kept = (more: Partial<Reservation> = {}): Reservation =>
  ({
    reservationId: 7,
    evse: 1,
    tokenUid: 'BUS-1',
    groupId: 'buses',
    startsAt: at,
    expiresAt: at.add({ hours: 1 }),
    state: 'active',
    ...more,
  }) as Reservation
const shown = (uid: string, groupId: string | null = null): Authorization => ({
  decision: 'accepted',
  token: { uid, groupId } as Token,
  groupId,
  expiresAt: at,
})
const place = { evse: 1, reservationId: null, at }

test('where something is kept for others, a good card is refused', () => {
  const cases: [
    what: string,
    who: Authorization,
    there: Reservation[],
    where: typeof place | object,
    refused: boolean,
  ][] = [
    ['another card', shown('CAR-9'), [kept()], {}, true],
    ['the card, in whatever case', shown('bus-1'), [kept()], {}, false],
    ['a card of its group', shown('BUS-2', 'buses'), [kept()], {}, false],
    ['a card of no group, where none was named', shown('CAR-9'), [kept({ groupId: null })], {}, true],
    ['another card at another EVSE', shown('CAR-9'), [kept()], { evse: 2 }, false],
    ['another card nowhere in particular', shown('CAR-9'), [kept()], { evse: null }, false],
    ['a start that names the reservation', shown('CAR-9'), [kept()], { reservationId: 7 }, false],
    ['a moment before the start', shown('CAR-9'), [kept()], { at: at.subtract({ milliseconds: 1 }) }, false],
    ['the moment of the end', shown('CAR-9'), [kept()], { at: at.add({ hours: 1 }) }, false],
    ['asked for, not answered', shown('CAR-9'), [kept({ state: 'requested' })], {}, true],
    ['used by now', shown('CAR-9'), [kept({ state: 'used' })], {}, false],
    ['kept at any EVSE', shown('CAR-9'), [kept({ evse: null })], {}, false],
    ['no card at all', { ...shown(''), token: null }, [kept()], {}, false],
  ]
  for (const [what, who, there, where, isRefused] of cases) {
    const judged = withReservations(who, there, { ...place, ...where })
    assert.equal(judged.decision, isRefused ? 'reserved' : 'accepted', what)
    if (isRefused) assert.equal(judged.expiresAt, null)
  }
})

test('what is refused anyway keeps its reason', () => {
  const blocked: Authorization = { ...shown('CAR-9'), decision: 'blocked', expiresAt: null }
  assert.equal(withReservations(blocked, [kept()], place).decision, 'blocked')
})

test('before its place is known a card is refused only where everything is kept for others', () => {
  const judged = (there: Reservation[], evses = [1, 2]) =>
    withReservationsAnywhere(shown('CAR-9'), there, { evses, at }).decision
  assert.equal(judged([kept()]), 'accepted')
  assert.equal(judged([kept(), kept({ evse: 2 })]), 'reserved')
  assert.equal(judged([kept(), kept({ evse: 2, tokenUid: 'CAR-9' })]), 'accepted')
  assert.equal(judged([], []), 'accepted')
})
