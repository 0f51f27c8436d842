import assert from 'node:assert/strict'
import test from 'node:test'
import { mergeKept } from './kept-members.ts'

const cases = [
  { known: {}, given: { type: 'public' }, merged: { type: 'public' } },
  { known: { type: 'public', pin: '1' }, given: { pin: null }, merged: { type: 'public', pin: null } },
  { known: { a: { x: 1, y: 2 } }, given: { a: { y: 3 } }, merged: { a: { x: 1, y: 3 } } },
  { known: { tags: ['a', 'b'] }, given: { tags: ['c'] }, merged: { tags: ['c'] } },
  { known: { a: { x: 1 } }, given: { a: null }, merged: { a: null } },
  { known: { a: null }, given: { a: { x: 1 } }, merged: { a: { x: 1 } } },
]

for (const { known, given, merged } of cases) {
  test(`${JSON.stringify(given)} given to ${JSON.stringify(known)} makes ${JSON.stringify(merged)}`, () => {
    assert.deepEqual(mergeKept(known, given), merged)
  })
}
