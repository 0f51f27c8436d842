import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lifeOf } from './certificate-life.ts'

test('a certificate warns a month before its end', () => {
  const now = Date.parse('2027-01-31T12:00:00.000Z')
  assert.equal(lifeOf('2028-01-31T12:00:00.000Z', now), 'good')
  assert.equal(lifeOf('2027-02-20T12:00:00.000Z', now), 'ending')
  assert.equal(lifeOf('2027-01-31T12:00:00.000Z', now), 'over')
  assert.equal(lifeOf(null, now), 'unknown')
  assert.equal(lifeOf('some day', now), 'unknown')
})
