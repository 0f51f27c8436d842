import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem } from '#core/errors.ts'
import { asRefusal } from './errors.ts'

// depot-api 4.1
test('overload, and a database that is away, are 503 with the time after which to come again', () => {
  for (const code of ['overloaded', 'storage_unavailable'] as const) {
    const refusal = asRefusal(new Problem(code, 'Inside.'), { body: { seq: 1 }, params: {}, query: {} })
    assert.deepEqual([refusal.status, refusal.code, refusal.headers], [503, 'unavailable', { 'retry-after': '90' }])
    assert.doesNotMatch(refusal.message, /Inside/)
  }
})
