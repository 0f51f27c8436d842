import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorCode, type FaultKind, readErrorCode } from './errors.ts'

// Kind, code on 1.6, code on 2.0.1 and 2.1.
const codes: [FaultKind, string, string][] = [
  ['unreadable', 'GenericError', 'RpcFrameworkError'],
  ['unknown-message-type', 'GenericError', 'MessageTypeNotSupported'],
  ['not-implemented', 'NotImplemented', 'NotImplemented'],
  ['not-supported', 'NotSupported', 'NotSupported'],
  ['format', 'FormationViolation', 'FormatViolation'],
  ['property', 'PropertyConstraintViolation', 'PropertyConstraintViolation'],
  ['occurrence', 'OccurenceConstraintViolation', 'OccurrenceConstraintViolation'],
  ['type', 'TypeConstraintViolation', 'TypeConstraintViolation'],
  ['protocol', 'ProtocolError', 'ProtocolError'],
  ['security', 'SecurityError', 'SecurityError'],
  ['busy', 'GenericError', 'RpcFrameworkError'],
  ['internal', 'InternalError', 'InternalError'],
  ['generic', 'GenericError', 'GenericError'],
]

for (const [kind, on16, on2x] of codes) {
  test(`a ${kind} fault is ${on16} on 1.6 and ${on2x} on 2.x (F-01)`, () => {
    assert.equal(errorCode(kind, '1.6'), on16)
    assert.equal(errorCode(kind, '2.0.1'), on2x)
    assert.equal(errorCode(kind, '2.1'), on2x)
  })
}

test('a code is read in every spelling and any case, its text kept (F-01, Q-027)', () => {
  for (const text of ['FormationViolation', 'FormatViolation', ' formatviolation ']) {
    assert.deepEqual(readErrorCode(text), { kind: 'format', text })
  }
  for (const text of ['OccurenceConstraintViolation', 'OccurrenceConstraintViolation']) {
    assert.deepEqual(readErrorCode(text), { kind: 'occurrence', text })
  }
  assert.deepEqual(readErrorCode('Out of coffee'), { kind: 'generic', text: 'Out of coffee' })
})
