import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalText, contentHash } from './content-hash.ts'

test('the order of members does not change the hash, the order of items does', () => {
  const a = { seqNo: 1, info: { b: [1, 2], a: 'x' }, gone: undefined }
  assert.deepEqual(contentHash(a), contentHash({ info: { a: 'x', b: [1, 2] }, seqNo: 1 }))
  assert.notDeepEqual(contentHash(a), contentHash({ ...a, info: { a: 'x', b: [2, 1] } }))
  assert.equal(contentHash(a).length, 32)
  assert.equal(canonicalText({ b: null, a: ['"', 1.5] }), '{"a":["\\"",1.5],"b":null}')
})
