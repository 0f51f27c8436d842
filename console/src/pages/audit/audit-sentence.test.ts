import assert from 'node:assert/strict'
import { test } from 'node:test'
import { audit as german } from '../../i18n/de/audit.ts'
import { audit as english } from '../../i18n/en/audit.ts'
import { actorOf, auditSentence, doorKey } from './audit-sentence.ts'

const isSaid = (key: string) => Object.hasOwn(english.sentence, key)
const sentenceOf = (action: string, subject: string | null, detail: Record<string, unknown> | null = null) =>
  auditSentence({ action, subject, detail }, isSaid)
const keyOf = (action: string, detail: Record<string, unknown> | null = null) => sentenceOf(action, 'x', detail).key

test('blocking a card is told as blocking, not as a change', () => {
  assert.equal(keyOf('token.changed', { fields: ['blocked'], blocked: true }), 'token.blocked')
  assert.equal(keyOf('token.changed', { fields: ['blocked'], blocked: false }), 'token.unblocked')
  assert.equal(keyOf('token.changed', { fields: ['note'] }), 'token.changed')
})

test('of several changes to an account the one that matters most is told', () => {
  assert.equal(keyOf('account.changed', { enabled: false, role: 'viewer' }), 'account.disabled')
  assert.equal(keyOf('account.changed', { secondFactor: false }), 'account.factor')
  assert.equal(keyOf('account.changed', { language: 'de' }), 'account.changed')
  const promoted = sentenceOf('account.changed', 'anna', { role: 'operator' })
  assert.deepEqual([promoted.key, promoted.role, promoted.values.subject], ['account.role', 'operator', 'anna'])
})

test('a command is told by what was asked of the charger', () => {
  assert.equal(keyOf('command.requested', { command: 7, kind: 'reset' }), 'command.reset')
  const unknown = sentenceOf('command.requested', 'CP-1', { kind: 'dance' })
  assert.deepEqual([unknown.key, unknown.values.kind], ['command.other', 'dance'])
})

test('an API client is named by its name, not by its id', () => {
  const { values } = sentenceOf('client.removed', '9f3c', { name: 'Fleet sync' })
  assert.equal(values.name, 'Fleet sync')
})

test('an import tells how long its file was', () => {
  const { key, values } = sentenceOf('tokens.imported', '214 lines')
  assert.deepEqual([key, values.lines], ['tokens.imported', '214'])
})

test('an action that the console does not know yet is shown in its own words', () => {
  const { key, values } = sentenceOf('moon.landed', null)
  assert.equal(key, 'other')
  assert.equal(values.action, 'moon.landed')
  assert.equal(keyOf('constructor'), 'other')
})

test('an operator’s own limit is told as a cap, and a circuit by its name', () => {
  assert.equal(keyOf('limits.written', { kind: 'operator', name: 'by hand' }), 'cap.written')
  const { key, values } = sentenceOf('limits.withdrawn', 'c-7', { kind: 'external', name: 'EMS', circuitName: 'Row A' })
  assert.deepEqual([key, values.place, values.name], ['limits.withdrawn', 'Row A', 'EMS'])
})

test('who acted is read with the name whole, colons and all', () => {
  assert.deepEqual(actorOf('person:anna'), { kind: 'person', name: 'anna' })
  assert.deepEqual(actorOf('charger:DE*ABC:1'), { kind: 'charger', name: 'DE*ABC:1' })
  assert.deepEqual(actorOf('nobody'), { kind: null, name: 'nobody' })
  assert.equal(doorKey('ocpp'), 'ocpp')
  assert.equal(doorKey('window'), 'unknown')
})

test('every sentence names in German what it names in English', () => {
  const names = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).toSorted()
  for (const [key, text] of Object.entries(english.sentence)) {
    assert.deepEqual(names(german.sentence[key as keyof typeof german.sentence]), names(text), key)
  }
})
