import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { identityFault, passwordFault } from './add-charger.ts'

describe('the identity of a charger', () => {
  const identities = ['1', 'CP-1', 'x'.repeat(48), 'Depot 7', 'a.b_c~d', '50%', 'a\\b', '...', "it's", '#1?']
  for (const identity of identities) {
    test(`may be ${JSON.stringify(identity)}`, () => assert.equal(identityFault(identity), null))
  }

  const faulty = ['', 'x'.repeat(49), 'a/b', 'a:b', ' a', 'a ', 'a\tb', 'a\u0000', 'ä', 'СР-1', '.', '..', 'a\u200bb']
  for (const identity of faulty) {
    test(`may not be ${JSON.stringify(identity)}`, () => assert.match(identityFault(identity)!, /\.$/))
  }
})

describe('the password of charger CP-000001', () => {
  const good = ['Fm7dk2Pq', 'correct horse battery', 'x8'.repeat(32), 'pässwört-ok', 'passwordless-entry']
  for (const password of good) {
    test(`may be ${JSON.stringify(password)}`, () => assert.equal(passwordFault(password, 'CP-000001'), null))
  }

  const bad = [
    '',
    'Fm7dk2P',
    'cp-000001',
    'CP-000001',
    'password',
    'Password1!',
    'admin123',
    'changeme',
    '12345678',
    '87654321',
    '00000000',
    'aaaaaaaaaaaa',
    'x8'.repeat(33),
    'abcdefg\u0000hi',
    'Fm7dk2Pq\n',
  ]
  for (const password of bad) {
    test(`may not be ${JSON.stringify(password)}`, () => assert.match(passwordFault(password, 'CP-000001')!, /\.$/))
  }
})
