import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupsOfFour } from './groups-of-four.ts'

test('a key is shown in groups that a person can type', () => {
  assert.equal(groupsOfFour('JBSWY3DPEHPK3PXP'), 'JBSW Y3DP EHPK 3PXP')
  assert.equal(groupsOfFour('JBSWY3DPEH'), 'JBSW Y3DP EH')
  assert.equal(groupsOfFour(''), '')
})
