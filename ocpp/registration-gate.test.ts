import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mayBeHandled, type Standing } from './registration-gate.ts'

const accepted: Standing = {
  version: '2.0.1',
  mode: 'lenient',
  registration: 'accepted',
  hasBooted: true,
  triggered: new Set(),
}
const old: Standing = { ...accepted, version: '1.6' }

const cases: [string, Standing, boolean][] = [
  ['Heartbeat', accepted, true],
  ['BootNotification', { ...accepted, registration: 'rejected' }, true],
  ['Heartbeat', { ...accepted, registration: 'rejected' }, false],
  ['StartTransaction', { ...old, registration: 'rejected' }, false],
  ['StatusNotification', { ...accepted, hasBooted: false }, false],
  ['TransactionEvent', { ...accepted, hasBooted: false }, false],
  ['StatusNotification', { ...old, hasBooted: false }, true],
  ['StatusNotification', { ...old, hasBooted: false, mode: 'strict' }, false],
  ['StartTransaction', { ...old, registration: 'pending' }, true],
  ['StartTransaction', { ...old, registration: 'pending', mode: 'strict' }, false],
  ['Heartbeat', { ...old, registration: 'pending' }, false],
  ['Heartbeat', { ...old, registration: 'pending', triggered: new Set(['Heartbeat']) }, true],
  ['SecurityEventNotification', { ...accepted, registration: 'pending' }, true],
  ['SecurityEventNotification', { ...accepted, registration: 'pending', mode: 'strict' }, false],
]

test('before it is let in a charger is heard only where the standard or prudence asks for it', () => {
  const transactional = new Set(['StartTransaction', 'TransactionEvent'])
  for (const [action, standing, expected] of cases) {
    assert.equal(
      mayBeHandled(action, transactional.has(action), standing),
      expected,
      `${action} ${JSON.stringify(standing)}`,
    )
  }
})
