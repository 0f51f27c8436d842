import assert from 'node:assert/strict'
import { test } from 'node:test'
import { missingRoots } from './root-rotation.ts'

const way = {
  from: { ecdsa: ['old-e'], rsa: ['old-r', 'old-r by another hash'] },
  to: { ecdsa: ['new-e'], rsa: ['new-r'] },
}

test('a charger needs one new root for each old one that it has, and both when nothing is known of it', () => {
  const cases: [string[], string[]][] = [
    [[], ['ecdsa', 'rsa']],
    [['of somebody else'], ['ecdsa', 'rsa']],
    [['old-e'], ['ecdsa']],
    [['old-r by another hash'], ['rsa']],
    [
      ['old-e', 'old-r'],
      ['ecdsa', 'rsa'],
    ],
    [['old-e', 'old-r', 'new-e'], ['rsa']],
    [['old-e', 'new-r'], ['ecdsa']],
    [['old-e', 'new-e'], []],
    [['new-e'], ['rsa']],
    [['new-e', 'new-r'], []],
  ]
  for (const [held, missing] of cases) assert.deepEqual(missingRoots(new Set(held), way), missing, held.join(', '))
})
