import assert from 'node:assert/strict'
import test from 'node:test'
import { emptyEvidence, withFlag, withStop } from './evidence.ts'
import type { Session } from './session.ts'
import { type StopTarget, sessionToStop } from './session-to-stop.ts'

const evidence = emptyEvidence()
const session = (id: number, evse: number, more: Partial<Session> = {}) =>
  ({ id, evse, connector: 1, wireFamily: '1.6', wireId: String(id), state: 'active', evidence, ...more }) as Session
const stop = { at: 0, estimated: false, meterWh: null, reason: null, tokenUid: null }

const one = [session(1, 1)]
const two = [session(1, 1), session(2, 2)]
const anything = { sessionId: null, evse: null }
const cases: [string, Session[], StopTarget, number | RegExp][] = [
  ['the only one', one, anything, 1],
  ['none', [], anything, /No session runs on this charger/],
  ['one of two', two, anything, /2 sessions run on this charger: say which one/],
  ['the one of an EVSE', two, { sessionId: null, evse: 2 }, 2],
  ['the one of a connector', two, { sessionId: null, evse: 2, connector: 1 }, 2],
  ['none of a connector', two, { sessionId: null, evse: 2, connector: 2 }, /No session runs on connector 2 of EVSE 2/],
  [
    'one that does not say on which connector',
    [session(1, 1, { connector: null })],
    { sessionId: null, evse: 1, connector: 2 },
    1,
  ],
  [
    'the one of an EVSE that does not say on which connector',
    [session(1, 1, { connector: null })],
    { sessionId: null, evse: 1 },
    1,
  ],
  ['none of an EVSE', two, { sessionId: null, evse: 3 }, /No session runs on EVSE 3/],
  ['the one that is named', two, { sessionId: 2, evse: null }, 2],
  ['one that does not run there', two, { sessionId: 2, evse: 1 }, /Session 2 does not run on EVSE 1/],
  ['an unknown one', two, { sessionId: 9, evse: null }, /Session 9 does not run on this charger/],
  ['a finished one', [session(1, 1, { state: 'finished' })], { sessionId: 1, evse: null }, /does not run/],
  ['one of another version', [session(1, 1, { wireFamily: '2' })], anything, /No session runs/],
  ['one that has ended but for gaps', [session(1, 1, { evidence: withStop(evidence, stop) })], anything, /No session/],
  [
    'beside a superseded one',
    [session(1, 1, { evidence: withFlag(evidence, 'superseded') }), session(2, 1)],
    anything,
    2,
  ],
]
for (const [name, sessions, target, expected] of cases) {
  test(`a session to stop: ${name}`, () => {
    const found = sessionToStop(sessions, '1.6', target)
    if ('session' in found) assert.equal(found.session.id, expected)
    else assert.match(found.refused, expected as RegExp)
  })
}
