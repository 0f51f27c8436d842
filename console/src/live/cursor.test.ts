import assert from 'node:assert/strict'
import { test } from 'node:test'
import { earlierCursor } from './cursor.ts'

test('cursors of one run are compared by number, those of two runs not at all', () => {
  const cases: [string, string, string | null][] = [
    ['r1-9', 'r1-10', 'r1-9'],
    ['r1-10', 'r1-9', 'r1-9'],
    ['12', '7', '7'],
    ['r1-9', 'r2-10', null],
    ['same', 'same', 'same'],
    ['none', 'other', null],
    ['r-99999999999999999999', 'r-99999999999999999998', 'r-99999999999999999998'],
  ]
  for (const [a, b, earlier] of cases) assert.equal(earlierCursor(a, b), earlier, `${a} and ${b}`)
})
