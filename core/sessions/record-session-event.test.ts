import assert from 'node:assert/strict'
import test from 'node:test'
import { unheardClock } from '../metering/clock.ts'
import { blankSession } from './blank-session.ts'
import { type PlacedEvent, withEvent } from './evidence.ts'
import { connectorOf, decideEvent } from './record-session-event.ts'
import type { Session } from './session.ts'

const eight = Temporal.Instant.from('2026-03-01T08:00:00Z')
const blank = blankSession({ clock: unheardClock, receivedAt: eight }, 1, { family: '2', id: 'T1' })
const started = { ...told(blank, { seqNo: 0, type: 'Started', chargingState: 'Charging' }), version: 1 }

test('the first event of a session is always stored', () => {
  assert.equal(decideEvent(blank, told(blank, { seqNo: 4, type: 'Updated' })), 'save')
})

test('an event that tells nothing but readings leaves the stored session as it is', () => {
  assert.equal(decideEvent(started, told(started, { seqNo: 1, type: 'Updated', chargingState: 'Charging' })), 'hold')
})

test('a new charging state, token or connector is stored', () => {
  const news: Partial<PlacedEvent>[] = [
    { chargingState: 'SuspendedEV' },
    { token: { uid: 'CARD-1', type: 'ISO14443' } },
    { evse: 1, connector: 1 },
  ]
  for (const said of news) {
    assert.equal(decideEvent(started, told(started, { seqNo: 1, type: 'Updated', ...said })), 'save')
  }
})

test('a session is finished when its end is there and nothing is missing (X-14, Q-121)', () => {
  const withGap = told(started, { seqNo: 2, type: 'Ended' })
  assert.equal(decideEvent(started, withGap), 'save')
  assert.equal(decideEvent(withGap, told(withGap, { seqNo: 1, type: 'Updated' })), 'finish')
})

test('a late event corrects a finished session and does not open it again (X-18, Q-122)', () => {
  const finished: Session = { ...told(started, { seqNo: 1, type: 'Ended' }), state: 'finished' }
  assert.equal(decideEvent(finished, told(finished, { seqNo: 2, type: 'Updated' })), 'correct')
  assert.equal(decideEvent(finished, finished), 'hold')
})

test('an EVSE with one connector tells the connector; with two it does not (X-16, Q-124)', () => {
  const connector = (ocpp: number) => ({ id: ocpp, ocpp, number: ocpp })
  const evses = [
    { id: 1, number: 1, connectors: [connector(1)] },
    { id: 2, number: 2, connectors: [connector(1), connector(2)] },
  ]
  assert.equal(connectorOf(evses, 1, null), 1)
  assert.equal(connectorOf(evses, 2, null), null)
  assert.equal(connectorOf(evses, 2, 2), 2)
  assert.equal(connectorOf(evses, 3, null), null)
  assert.equal(connectorOf(evses, null, null), null)
})

function told(session: Session, said: Partial<PlacedEvent>): Session {
  const event: PlacedEvent = {
    wireId: 'T1',
    type: 'Updated',
    seqNo: 0,
    trigger: 'MeterValuePeriodic',
    at: eight,
    placedAt: eight,
    offline: false,
    evse: null,
    connector: null,
    token: null,
    chargingState: null,
    stoppedReason: null,
    reservationId: null,
    remoteStartId: null,
    contentHash: Buffer.alloc(32),
    ...said,
  }
  return { ...session, evidence: withEvent(session.evidence, event) }
}
