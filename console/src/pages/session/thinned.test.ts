import assert from 'node:assert/strict'
import { test } from 'node:test'
import { durationWords } from './duration-words.ts'
import { thinned } from './thinned.ts'

test('the table of a long session keeps its first and last value and is evenly spread', () => {
  assert.deepEqual(thinned(3, 60), [0, 1, 2])
  assert.deepEqual(thinned(101, 5), [0, 25, 50, 75, 100])
  assert.equal(new Set(thinned(2_000, 60)).size, 60)
})

test('a span is told with its two leading units', () => {
  const minute = 60_000
  for (const [milliseconds, words] of [
    [-5, '0 s'],
    [45_000, '45 s'],
    [59_800, '1 min'],
    [59.6 * minute, '1 h'],
    [192 * minute, '3 h 12 min'],
  ] as const)
    assert.equal(durationWords(milliseconds), words)
})
