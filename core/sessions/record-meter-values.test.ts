import assert from 'node:assert/strict'
import test from 'node:test'
import { unheardClock } from '../metering/clock.ts'
import { blankSession } from './blank-session.ts'
import { attachedOpen, isCharging } from './record-meter-values.ts'
import type { Session } from './session.ts'

const eight = Temporal.Instant.from('2026-03-01T08:00:00Z')
const running = { ...session(7), evse: 1 }
const sessionOf2x: Session = { ...session(8), evse: 2, wireFamily: '2' }
const ended: Session = { ...session(9), evse: 3, state: 'finished', record: { ...running.record, endedAt: eight } }
const orphan: Session = { ...session(10), evse: 4, state: 'unknown' }
const held = [running, sessionOf2x, ended, orphan]

type Case = [
  name: string,
  report: { evse: number; wireId: number | null },
  session: Session | null,
  isAssumed?: boolean,
]

const cases: Case[] = [
  ['a number we know', { evse: 1, wireId: 7 }, running, false],
  ['a number we know, from another connector', { evse: 2, wireId: 7 }, running, false],
  ['a number we do not know', { evse: 1, wireId: 70 }, null],
  ['a number of the other family', { evse: 2, wireId: 8 }, null],
  ['the main meter with a number (V-10, Q-163)', { evse: 0, wireId: 7 }, null],
  ['number 0 where a session runs (V-11, Q-164)', { evse: 1, wireId: 0 }, running, true],
  ['number -1 where a session runs (V-11)', { evse: 1, wireId: -1 }, running, true],
  ['no number where a session runs', { evse: 1, wireId: null }, running, true],
  ['no number where a 2.x session runs', { evse: 2, wireId: null }, null],
  ['no number where a session has just ended (X-11, Q-117)', { evse: 3, wireId: null }, ended, true],
  ['no number where only an orphan is known', { evse: 4, wireId: null }, null],
]

for (const [name, report, expected, isAssumed] of cases) {
  test(`meter values: ${name} ${expected ? 'attach' : 'stay alone'}`, () => {
    const attached = attachedOpen(held, report, eight.add({ minutes: 10 }))
    assert.deepEqual(attached, expected && { session: expected, isAssumed })
  })
}

test('ten minutes after its end a session gets no readings that do not name it (X-11)', () => {
  assert.equal(attachedOpen(held, { evse: 3, wireId: null }, eight.add({ minutes: 11 })), null)
})

test('only a charging connector has a session that we were not told of (X-21)', () => {
  assert.deepEqual(['Charging', 'SuspendedEV', 'SuspendedEVSE'].map(isCharging), [true, true, true])
  assert.deepEqual(['Available', 'Preparing', 'Finishing', undefined].map(isCharging), [false, false, false, false])
})

function session(id: number): Session {
  return blankSession({ clock: unheardClock, receivedAt: eight }, id, { family: '1.6', id: String(id) })
}
