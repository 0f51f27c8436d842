import assert from 'node:assert/strict'
import test from 'node:test'
import { unheardClock } from '../metering/clock.ts'
import { blankSession } from './blank-session.ts'
import { decideOverdue, type Overdue } from './close-overdue-sessions.ts'
import { withFlag } from './evidence.ts'
import type { Session } from './session.ts'

const eight = Temporal.Instant.from('2026-03-01T08:00:00Z')
const now = eight.add({ minutes: 15 })
const opened = blankSession({ clock: unheardClock, receivedAt: eight }, 1, { family: '1.6', id: '1' })
const due: Session = { ...opened, closeDueAt: now }
const heardAt = (minutes: number): Session => ({ ...due, lastMessageAt: eight.add({ minutes }) })
const silentUntil = eight.add({ hours: 7 * 24 })

type Case = [name: string, session: Session, status: string | undefined, at: Temporal.Instant, overdue: Overdue]

const cases: Case[] = [
  ['is not due yet', due, 'Available', now.subtract({ seconds: 1 }), { action: 'nothing' }],
  ['is over', { ...due, state: 'finished' }, 'Available', now, { action: 'nothing' }],
  ['left its connector free (X-12, Q-115)', due, 'Available', now, { action: 'close', flag: 'missing-stop' }],
  [
    'left its connector free but was heard of',
    heardAt(5),
    'Available',
    now,
    { action: 'wait', until: eight.add({ minutes: 20 }) },
  ],
  ['charges on', due, 'Charging', now, { action: 'wait', until: silentUntil }],
  [
    'was superseded (X-05)',
    { ...due, evidence: withFlag(due.evidence, 'superseded') },
    'Charging',
    now,
    { action: 'close', flag: 'missing-stop' },
  ],
  [
    'ended with gaps (X-14)',
    { ...due, wireFamily: '2', evidence: { ...due.evidence, endedSeqNo: 3 } },
    undefined,
    now,
    { action: 'close', flag: 'gaps' },
  ],
  [
    'of 2.x is on a free connector',
    { ...due, wireFamily: '2' },
    'Available',
    now,
    { action: 'wait', until: silentUntil },
  ],
  ['was silent for seven days', due, 'Charging', silentUntil, { action: 'close', flag: 'missing-stop' }],
  [
    'has readings that were kept after its last message',
    { ...due, evidence: { ...due.evidence, to: now.epochMilliseconds } },
    'Available',
    now,
    { action: 'wait', until: eight.add({ minutes: 30 }) },
  ],
  ['is an orphan', { ...due, state: 'unknown' }, 'Available', now, { action: 'wait', until: silentUntil }],
  ['is an orphan of seven days', { ...due, state: 'unknown' }, undefined, silentUntil, { action: 'expire' }],
]

for (const [name, session, status, at, overdue] of cases) {
  test(`a session that ${name}: ${overdue.action}`, () => {
    const decided = decideOverdue(session, status, at)
    assert.equal(JSON.stringify(decided), JSON.stringify(overdue))
  })
}
