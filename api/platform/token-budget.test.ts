import assert from 'node:assert/strict'
import test from 'node:test'
import { createBudgets } from './token-budget.ts'

test('a token has so many requests in a minute, and then again', () => {
  let now = 1_000
  const take = createBudgets({ perMinute: 2, perDay: 100 }, () => now)
  assert.deepEqual(
    [take(1), take(1), take(1)].map(({ isAllowed, remaining }) => [isAllowed, remaining]),
    [
      [true, 1],
      [true, 0],
      [false, 0],
    ],
  )
  assert.equal(take(2).isAllowed, true)
  assert.equal(take(1).resetMs, 61_000)
  now = 61_000
  assert.equal(take(1).isAllowed, true)
})

test('a day has its own number, and refused requests do not count', () => {
  let now = 0
  const take = createBudgets({ perMinute: 2, perDay: 3 }, () => now)
  for (let i = 0; i < 5; i++) take(1)
  now = 60_000
  assert.equal(take(1).isAllowed, true)
  assert.deepEqual(take(1), { isAllowed: false, limit: 3, remaining: 0, resetMs: 86_400_000 })
  now = 86_400_000
  assert.equal(take(1).isAllowed, true)
})

test('only so many tokens are remembered', () => {
  const take = createBudgets({ perMinute: 1, perDay: 1 }, () => 0, 2)
  for (const token of [1, 2, 3]) take(token)
  assert.deepEqual([take(3).isAllowed, take(1).isAllowed], [false, true])
})
