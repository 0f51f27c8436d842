import assert from 'node:assert/strict'
import test from 'node:test'
import { Decimal } from 'decimal.js'
import { unheardClock } from '../metering/clock.ts'
import { blankSession } from './blank-session.ts'
import { withStart } from './evidence.ts'
import type { Session } from './session.ts'
import { decideStop, meantByPlaceholder, orphanIdOf } from './stop-session.ts'

const eight = Temporal.Instant.from('2026-03-01T08:00:00Z')
const at = (minutes: number) => eight.add({ minutes })
const received = at(120)

test('a placeholder means the one open session of its token that started before it (X-06, Q-100)', () => {
  const session = open(1, 0, 'CARD-1')
  const other = open(2, 10, 'CARD-2')
  assert.equal(meantByPlaceholder([session, other], { tokenUid: 'card-1', endedAt: at(60) }, received), session)
})

const nobody: [
  name: string,
  sessions: Session[],
  stop: { tokenUid: string | null; endedAt: Temporal.Instant | null },
][] = [
  ['no session is open', [], { tokenUid: 'CARD-1', endedAt: at(60) }],
  ['two are open (Q-101)', [open(1, 0, 'CARD-1'), open(2, 5, 'CARD-1')], { tokenUid: 'CARD-1', endedAt: at(60) }],
  ['its token is another', [open(1, 0, 'CARD-1')], { tokenUid: 'CARD-2', endedAt: at(60) }],
  ['it carries no token', [open(1, 0, 'CARD-1')], { tokenUid: null, endedAt: at(60) }],
  ['the session started after it', [open(1, 61, 'CARD-1')], { tokenUid: 'CARD-1', endedAt: at(60) }],
  ['the session is over', [{ ...open(1, 0, 'CARD-1'), state: 'finished' }], { tokenUid: 'CARD-1', endedAt: at(60) }],
]

for (const [why, sessions, stop] of nobody) {
  test(`a placeholder means no session when ${why} (X-06)`, () => {
    assert.equal(meantByPlaceholder(sessions, stop, received), null)
  })
}

test('a placeholder without a time is as late as its arrival', () => {
  const session = open(1, 61, 'CARD-1')
  assert.equal(meantByPlaceholder([session], { tokenUid: 'CARD-1', endedAt: null }, received), session)
})

test('the same stop again changes nothing, another one is kept beside the first (X-08)', () => {
  const stop = { at: 1, estimated: false, meterWh: '5', reason: null, tokenUid: null }
  assert.equal(decideStop(null, stop), 'ends')
  assert.equal(decideStop(stop, { ...stop }), 'repeated')
  assert.equal(decideStop(stop, { ...stop, meterWh: '6' }), 'differs')
  assert.equal(decideStop(stop, { ...stop, at: 2 }), 'differs')
  const timeless = { ...stop, estimated: true }
  assert.equal(decideStop(timeless, { ...timeless, at: 2 }), 'repeated')
})

test('an orphan is known again by its content', () => {
  const stop = { wireId: -1, tokenUid: 'CARD-1', endedAt: eight, meterStopWh: new Decimal(5), reason: null }
  assert.match(orphanIdOf(stop), /^orphan-[0-9a-f]{32}$/)
  assert.equal(orphanIdOf({ ...stop, tokenUid: 'card-1', meterStopWh: new Decimal('5.0') }), orphanIdOf(stop))
  assert.notEqual(orphanIdOf({ ...stop, wireId: 0 }), orphanIdOf(stop))
  assert.notEqual(orphanIdOf({ ...stop, endedAt: null }), orphanIdOf(stop))
})

function open(id: number, minutes: number, uid: string): Session {
  const session = blankSession({ clock: unheardClock, receivedAt: eight }, id, { family: '1.6', id: String(id) })
  const start = { at: at(minutes).epochMilliseconds, estimated: false, meterWh: '0', reservationId: null, live: true }
  return {
    ...session,
    evse: id,
    token: { uid, type: 'RFID', tokenId: null, vehicleId: null, groupId: null },
    evidence: withStart(session.evidence, start),
  }
}
