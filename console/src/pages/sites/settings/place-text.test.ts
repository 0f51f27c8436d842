import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeOf, placeText } from './place-text.ts'

test('a place is read as people copy it from a map', () => {
  const cape = { latitude: -33.92, longitude: 18.42 }
  for (const text of ['-33.92, 18.42', '-33.92,18.42', ' −33.92  18.42 ', '-33,92; 18,42', '-33,92 18,42']) {
    assert.deepEqual(placeOf(text), cape, text)
  }
  assert.deepEqual(placeOf(placeText(cape)), cape)
})

test('what is no place is none', () => {
  for (const text of ['', '48.1', 'Munich', '91, 0', '0, 181', '48.1, 11.5, 3', '48.1,', '48°, 11°']) {
    assert.equal(placeOf(text), null, text)
  }
  assert.equal(placeText(null), '')
})
