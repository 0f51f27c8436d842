import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addTo, noBuckets, placeIn } from './rank-buckets.ts'

test('a place is where it would be in the whole list, from either end and however the list came', () => {
  const all = [7, 7, 7, -2, 4, 4, 19, 7, 0, -2]
  const buckets = noBuckets()
  for (const some of [all.slice(0, 4), all.slice(4)]) addTo(buckets, counted(some))
  for (const order of ['asc', 'desc'] as const) {
    const list = all.toSorted((a, b) => (order === 'asc' ? a - b : b - a))
    for (const [offset, bucket] of list.entries()) {
      assert.deepEqual(placeIn(buckets, order, offset), { bucket, skip: offset - list.indexOf(bucket) })
    }
    assert.equal(placeIn(buckets, order, list.length), null)
  }
  assert.equal(placeIn(noBuckets(), 'asc', 0), null)
})

function counted(some: readonly number[]) {
  return [...new Set(some)].map((bucket) => ({ bucket, count: some.filter((one) => one === bucket).length }))
}
