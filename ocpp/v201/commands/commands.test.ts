import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyEvidence } from '#core/sessions/evidence.ts'
import { createDialects } from '../../dialect.ts'
import { commands } from './index.ts'
import { remoteStartIdOf } from './start.ts'

const validator = createDialects(['2.0.1']).get('2.0.1')!.validator
const sessions = {
  open: () => [
    { id: 7, wireFamily: '2', wireId: 'tx-1', state: 'active', evidence: emptyEvidence() },
    { id: 8, wireFamily: '1.6', wireId: '4711', state: 'active', evidence: emptyEvidence() },
  ],
}
const evses = [
  { id: 1, number: 1, connectors: [{ id: 1, ocpp: 1, number: 1 }] },
  {
    id: 2,
    number: 2,
    connectors: [
      { id: 2, ocpp: 1, number: 2 },
      { id: 3, ocpp: 2, number: 3 },
    ],
  },
]
const about = { commandId: 5, charger: { evses, sessions } } as never

const card = { idToken: '04A1B2C3', type: 'ISO14443' }
const cases: [string, object, object][] = [
  ['start', { kind: 'start', evse: 2, tokenUid: '04A1B2C3' }, { idToken: card, remoteStartId: 5, evseId: 2 }],
  [
    'start',
    { kind: 'start', evse: null, tokenUid: 'APP-1' },
    { idToken: { idToken: 'APP-1', type: 'Central' }, remoteStartId: 5 },
  ],
  ['stop', { kind: 'stop', sessionId: 7, evse: null }, { transactionId: 'tx-1' }],
  ['reset', { kind: 'reset', mode: 'soft' }, { type: 'OnIdle' }],
  ['reset', { kind: 'reset', mode: 'hard' }, { type: 'Immediate' }],
  ['unlock', { kind: 'unlock', connector: 3 }, { evseId: 2, connectorId: 2 }],
  ['availability', { kind: 'availability', operative: false, connector: null }, { operationalStatus: 'Inoperative' }],
  [
    'availability',
    { kind: 'availability', operative: true, connector: 3 },
    { operationalStatus: 'Operative', evse: { id: 2, connectorId: 2 } },
  ],
  ['trigger', { kind: 'trigger', message: 'Heartbeat', connector: null }, { requestedMessage: 'Heartbeat' }],
  [
    'trigger',
    { kind: 'trigger', message: 'MeterValues', connector: 3 },
    { requestedMessage: 'MeterValues', evse: { id: 2 } },
  ],
  [
    'trigger',
    { kind: 'trigger', message: 'StatusNotification', connector: 2 },
    { requestedMessage: 'StatusNotification', evse: { id: 2, connectorId: 1 } },
  ],
]

test('commands become 2.0.1 calls that fit their schemas', () => {
  for (const [kind, request, expected] of cases) {
    const command = translationOf(kind)
    const payload = command.call(request as never, about)
    assert.deepEqual(payload, expected)
    assert.equal(validator.call(command.action, payload, 'strict').ok, true, kind)
  }
})

test('what cannot be said in 2.0.1 is refused before it is sent', () => {
  const refusals: [string, object][] = [
    ['start', { kind: 'start', evse: 1, tokenUid: 'x'.repeat(37) }],
    ['stop', { kind: 'stop', sessionId: 8, evse: null }],
    ['unlock', { kind: 'unlock', connector: 4 }],
    ['availability', { kind: 'availability', operative: true, connector: 4 }],
    ['trigger', { kind: 'trigger', message: 'StatusNotification', connector: null }],
    ['trigger', { kind: 'trigger', message: 'MeterValues', connector: 9 }],
  ]
  for (const [kind, request] of refusals) assert.ok('refused' in translationOf(kind).call(request as never, about))
})

test('an answer is a yes or a no, with what the charger said of it', () => {
  assert.deepEqual(commands.reset.read({ status: 'Scheduled' }), { state: 'accepted', reason: 'Scheduled' })
  assert.deepEqual(commands.start.read({ status: 'Rejected', statusInfo: { reasonCode: 'Busy' } }), {
    state: 'refused',
    reason: 'Rejected: Busy',
  })
})

test('a remote start id fits into 31 bits and is never 0', () => {
  assert.deepEqual([1, 2_147_483_647, 2_147_483_648].map(remoteStartIdOf), [1, 2_147_483_647, 1])
})

type Translation = { action: string; call(request: never, about: never): object }

function translationOf(kind: string): Translation {
  const translation = commands[kind as keyof typeof commands]
  assert.ok('call' in translation, `${kind} can be said`)
  return translation as Translation
}
