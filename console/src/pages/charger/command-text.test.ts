import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import i18next, { type TFunction } from 'i18next'
import { texts } from '../../i18n/en.ts'
import { ocppWords } from '../../i18n/ocpp-words.ts'
import { barrierTo } from './barrier.ts'
import { commandTitle, outcomeText } from './command-text.ts'
import { ocppUrl } from './ocpp-url.ts'

before(() => i18next.init({ lng: 'en', resources: { en: texts }, interpolation: { escapeValue: false } }))
const t = () => i18next.getFixedT('en', 'charger') as TFunction<'charger'>
const outcome = (kind: string, state: 'accepted' | 'refused' | 'timed_out' | 'sent', reason: string | null) =>
  outcomeText(t(), ocppWords, { kind, state, reason })

test('a refusal is explained in plain words, with the charger’s own detail beside them', () => {
  assert.match(outcome('unlock', 'refused', 'UnlockFailed').why ?? '', /could not be unlocked/)
  assert.equal(outcome('start', 'refused', 'Rejected: Busy').why, 'The charger refused without saying why. (Busy)')
  assert.equal(outcome('start', 'refused', 'Something new').why, 'Something new')
})

test('a time-out says that nobody knows what happened', () => {
  assert.match(outcome('reset', 'timed_out', 'The charger did not answer.').why ?? '', /Nobody knows/)
  assert.equal(outcome('reset', 'sent', null).why, null)
})

test('words of a charger that are no words of ours stay as they are', () => {
  for (const odd of ['constructor', '__proto__', 'a.b', 'stopReason:x', '']) {
    assert.equal(ocppWords.stopReason(odd), odd)
    assert.equal(ocppWords.stopBecause(odd), null)
  }
  assert.equal(commandTitle(t(), { kind: 'later', params: {} }), 'later')
})

test('no command is offered for a charger that cannot get it, and the reason is given', () => {
  const row = { connected: true, blocked: false }
  assert.equal(barrierTo('start', { row, registration: 'accepted' }), null)
  assert.equal(barrierTo('start', { row: { ...row, connected: false }, registration: 'accepted' }), 'offline')
  assert.equal(barrierTo('start', { row: { connected: false, blocked: true }, registration: 'accepted' }), 'blocked')
  assert.equal(barrierTo('start', { row, registration: 'pending' }), 'notAccepted')
  assert.equal(barrierTo('trigger', { row, registration: 'pending' }), null)
  assert.equal(barrierTo('trigger', { row, registration: 'rejected' }), 'notAccepted')
})

test('the address that a charger connects to follows the address of this page', () => {
  assert.equal(ocppUrl('/ocpp/CP-1', 'https://yard.example/'), 'wss://yard.example/ocpp/CP-1')
  assert.equal(ocppUrl('/ocpp/CP-1', 'http://yard.example:8080/base/'), 'ws://yard.example:8080/base/ocpp/CP-1')
  assert.equal(ocppUrl('/base/ocpp/CP-1', 'http://yard.example/base/'), 'ws://yard.example/base/ocpp/CP-1')
})
