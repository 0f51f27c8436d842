import assert from 'node:assert/strict'
import test from 'node:test'
import { isTokenUid } from './add-tokens.ts'
import { decideToken } from './authorize.ts'
import type { Decision } from './token.ts'

const now = Temporal.Instant.from('2026-03-01T08:00:00Z')
const earlier = now.subtract({ seconds: 1 })
const later = now.add({ seconds: 1 })
const token = { status: 'active', validFrom: null, validUntil: null } as const

const decisions: [name: string, token: Parameters<typeof decideToken>[0], decision: Decision][] = [
  ['no token', null, 'unknown'],
  ['an active token', token, 'accepted'],
  ['a blocked token', { ...token, status: 'blocked' }, 'blocked'],
  ['a token in its time', { ...token, validFrom: now, validUntil: later }, 'accepted'],
  ['a token whose time is over', { ...token, validUntil: now }, 'expired'],
  ['a token whose time has not come', { ...token, validFrom: later }, 'blocked'],
  ['a blocked token whose time is over', { ...token, status: 'blocked', validUntil: earlier }, 'blocked'],
]

for (const [name, one, decision] of decisions) {
  test(`${name} is ${decision}`, () => assert.equal(decideToken(one, now), decision))
}

const uids: [uid: string, isValid: boolean][] = [
  ['CARD-1', true],
  ['04A1B2C3D4E5F6', true],
  ['a'.repeat(36), true],
  ['Straße 7', true],
  ['', false],
  ['a'.repeat(37), false],
  [' CARD-1', false],
  ['CARD\n1', false],
  ['CARD\u00001', false],
  ['CARD\u200B1', false],
]

for (const [uid, isValid] of uids) {
  test(`${JSON.stringify(uid)} is ${isValid ? 'a' : 'no'} token`, () => assert.equal(isTokenUid(uid), isValid))
}
