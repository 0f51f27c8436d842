import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyEvidence } from '#core/sessions/evidence.ts'
import { createDialects } from '../../dialect.ts'
import { commands } from './index.ts'

const validator = createDialects(['1.6']).get('1.6')!.validator
const sessions = {
  open: () => [
    { id: 7, wireFamily: '1.6', wireId: '4711', state: 'active', evidence: emptyEvidence() },
    { id: 8, wireFamily: '2', wireId: 'abc', state: 'active', evidence: emptyEvidence() },
  ],
}
const about = { commandId: 5, charger: { evses: [], sessions } } as never

const cases: [string, object, object][] = [
  ['start', { kind: 'start', evse: 2, tokenUid: 'CARD-1' }, { connectorId: 2, idTag: 'CARD-1' }],
  ['start', { kind: 'start', evse: null, tokenUid: 'CARD-1' }, { idTag: 'CARD-1' }],
  ['start', { kind: 'start', evse: 0, tokenUid: 'CARD-1' }, { idTag: 'CARD-1' }],
  ['stop', { kind: 'stop', sessionId: 7, evse: null }, { transactionId: 4711 }],
  ['reset', { kind: 'reset', mode: 'soft' }, { type: 'Soft' }],
  ['reset', { kind: 'reset', mode: 'hard' }, { type: 'Hard' }],
  ['unlock', { kind: 'unlock', connector: 1 }, { connectorId: 1 }],
  [
    'availability',
    { kind: 'availability', operative: false, connector: null },
    { connectorId: 0, type: 'Inoperative' },
  ],
  ['availability', { kind: 'availability', operative: true, connector: 2 }, { connectorId: 2, type: 'Operative' }],
  ['trigger', { kind: 'trigger', message: 'Heartbeat', connector: null }, { requestedMessage: 'Heartbeat' }],
  [
    'trigger',
    { kind: 'trigger', message: 'MeterValues', connector: 1 },
    { requestedMessage: 'MeterValues', connectorId: 1 },
  ],
  ['trigger', { kind: 'trigger', message: 'MeterValues', connector: 0 }, { requestedMessage: 'MeterValues' }],
]

test('commands become 1.6 calls that fit their schemas', () => {
  for (const [kind, request, expected] of cases) {
    const command = translationOf(kind)
    const payload = command.call(request as never, about)
    assert.deepEqual(payload, expected)
    assert.equal(validator.call(command.action, payload, 'strict').ok, true, kind)
  }
})

test('what cannot be said in 1.6 is refused before it is sent', () => {
  const refusals: [string, object][] = [
    ['start', { kind: 'start', evse: 1, tokenUid: 'x'.repeat(21) }],
    ['stop', { kind: 'stop', sessionId: 8, evse: null }],
    ['stop', { kind: 'stop', sessionId: 9, evse: null }],
    ['unlock', { kind: 'unlock', connector: 0 }],
  ]
  for (const [kind, request] of refusals) assert.ok('refused' in translationOf(kind).call(request as never, about))
})

test('an answer is a yes or a no', () => {
  assert.deepEqual(commands.unlock.read({ status: 'Unlocked' }), { state: 'accepted', reason: null })
  assert.deepEqual(commands.unlock.read({ status: 'NotSupported' }), { state: 'refused', reason: 'NotSupported' })
  assert.deepEqual(commands.reset.read({ status: 'Rejected' }), { state: 'refused', reason: 'Rejected' })
})

type Translation = { action: string; call(request: never, about: never): object }

function translationOf(kind: string): Translation {
  const translation = commands[kind as keyof typeof commands]
  assert.ok('call' in translation, `${kind} can be said`)
  return translation as Translation
}
