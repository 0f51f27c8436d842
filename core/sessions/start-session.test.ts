import assert from 'node:assert/strict'
import test from 'node:test'
import { Decimal } from 'decimal.js'
import { unheardClock } from '../metering/clock.ts'
import { blankSession } from './blank-session.ts'
import { withFlag, withStart, withStop } from './evidence.ts'
import type { Session } from './session.ts'
import { isRepeat, matchingOrphan, startKeyOf, supersededBy } from './start-session.ts'

const eight = Temporal.Instant.from('2026-03-01T08:00:00Z')
const start = {
  connector: 1,
  tokenUid: 'CARD-1',
  startedAt: eight,
  meterStartWh: new Decimal(12_000),
  reservationId: null,
}

const keys: [name: string, changes: object, isSame: boolean][] = [
  ['the same start again (Q-104)', {}, true],
  ['its token in another case', { tokenUid: 'card-1' }, true],
  ['the register written with decimals', { meterStartWh: new Decimal('12000.0') }, true],
  ['another reservation, when the time is known', { reservationId: 7 }, true],
  ['another connector', { connector: 2 }, false],
  ['another token', { tokenUid: 'CARD-2' }, false],
  ['another time', { startedAt: eight.add({ seconds: 1 }) }, false],
  ['another register', { meterStartWh: new Decimal(12_001) }, false],
]

for (const [name, changes, isSame] of keys) {
  test(`start key: ${name} is ${isSame ? 'the same' : 'another'} session (X-04)`, () => {
    assert.equal(startKeyOf({ ...start, ...changes }).equals(startKeyOf(start)), isSame)
  })
}

test('without a usable time the reservation tells starts apart (X-04)', () => {
  for (const startedAt of [null, Temporal.Instant.from('1970-01-01T00:00:05Z')]) {
    const timeless = { ...start, startedAt }
    assert.ok(startKeyOf(timeless).equals(startKeyOf(timeless)))
    assert.ok(!startKeyOf({ ...timeless, reservationId: 7 }).equals(startKeyOf(timeless)))
  }
})

test('a start is a repeat for 30 days, without a usable time for ten minutes (X-04)', () => {
  const known = { openedAt: eight }
  assert.equal(isRepeat(known, { startedAt: eight }, eight.add({ hours: 30 * 24 })), true)
  assert.equal(isRepeat(known, { startedAt: eight }, eight.add({ hours: 30 * 24 + 1 })), false)
  assert.equal(isRepeat(known, { startedAt: null }, eight.add({ minutes: 10 })), true)
  assert.equal(isRepeat(known, { startedAt: null }, eight.add({ minutes: 11 })), false)
})

test('a stop that came first is joined when token, time and EVSE fit (X-07, Q-103)', () => {
  const session = sessionFrom(1, 0)
  const fits: [orphan: Session, isJoined: boolean][] = [
    [orphan(2, 30), true],
    [orphan(2, 30, { tokenUid: 'card-1' }), true],
    [orphan(2, 30, { tokenUid: 'CARD-2' }), false],
    [orphan(2, 30, { tokenUid: null }), false],
    [orphan(2, -1), false],
    [{ ...orphan(2, 30), evse: 1 }, true],
    [{ ...orphan(2, 30), evse: 2 }, false],
    [{ ...orphan(2, 30), state: 'expired' }, false],
  ]
  for (const [one, isJoined] of fits) assert.equal(matchingOrphan([one], session), isJoined ? one : null)
})

test('of two stops that may be meant none is joined (X-07)', () => {
  assert.equal(matchingOrphan([orphan(2, 30), orphan(3, 40)], sessionFrom(1, 0)), null)
})

test('of two sessions on one EVSE the one that started first gives way, whichever was reported first (X-05, Q-106)', () => {
  const early = sessionFrom(1, 0)
  const late = sessionFrom(2, 30)
  assert.deepEqual(supersededBy(late, [early]), { older: [early], isItself: false })
  assert.deepEqual(supersededBy(early, [late]), { older: [], isItself: true })
})

test('sessions of other EVSEs, and those that are over or superseded, are left alone', () => {
  const session = sessionFrom(1, 30)
  const older = sessionFrom(2, 0)
  const others: Session[] = [
    { ...older, evse: 2 },
    { ...older, state: 'finished' },
    { ...older, wireFamily: '2' },
    { ...older, evidence: withFlag(older.evidence, 'superseded') },
    session,
  ]
  assert.deepEqual(supersededBy(session, others), { older: [], isItself: false })
})

function blank(id: number): Session {
  return blankSession({ clock: unheardClock, receivedAt: eight }, id, { family: '1.6', id: String(id) })
}

function sessionFrom(id: number, minutes: number): Session {
  const at = eight.add({ minutes }).epochMilliseconds
  const session = blank(id)
  return {
    ...session,
    evse: 1,
    connector: 1,
    token: { uid: 'CARD-1', type: 'RFID', tokenId: 1, vehicleId: null, groupId: null },
    evidence: withStart(session.evidence, { at, estimated: false, meterWh: '0', reservationId: null, live: true }),
  }
}

function orphan(id: number, minutes: number, said: { tokenUid: string | null } = { tokenUid: 'CARD-1' }): Session {
  const at = eight.add({ minutes }).epochMilliseconds
  const session = blank(id)
  const evidence = withStop(session.evidence, { at, estimated: false, meterWh: '5000', reason: null, ...said })
  return { ...session, wireId: `orphan-${id}`, state: 'unknown', evidence }
}
