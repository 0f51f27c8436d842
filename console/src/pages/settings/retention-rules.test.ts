import assert from 'node:assert/strict'
import { test } from 'node:test'
import { daysOf, effectOf } from './retention-rules.ts'

test('only whole days that the server takes are sent', () => {
  for (const [typed, days] of [
    ['0', 0],
    ['30', 30],
    [400, 400],
    [' 36500 ', 36_500],
  ] as const)
    assert.equal(daysOf(typed), days)
  for (const typed of ['', '-1', '1.5', '1e3', 'ten', '36501', '9999999']) assert.equal(daysOf(typed), null, typed)
})

test('a person is told when a change deletes what is kept now', () => {
  assert.equal(effectOf(400, 30), 'shorter')
  assert.equal(effectOf(0, 3_650), 'shorter')
  assert.equal(effectOf(30, 400), 'longer')
  assert.equal(effectOf(30, 0), 'longer')
  assert.equal(effectOf(30, 30), 'same')
  assert.equal(effectOf(0, 0), 'same')
})
