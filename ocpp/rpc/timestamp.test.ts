import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRfc3339, readTimestamp, rewriteTimestamp } from './timestamp.ts'

// Text, the instant meant (Z-01).
const withZone: [string, string][] = [
  ['2025-04-25T15:38:39Z', '2025-04-25T15:38:39Z'],
  ['2025-04-25T15:38:39.123Z', '2025-04-25T15:38:39.123Z'],
  ['2025-04-25T15:38:39+03:00', '2025-04-25T12:38:39Z'],
  ['2025-04-25T15:38:39+03', '2025-04-25T12:38:39Z'],
  ['2025-04-25T15:38:39+0330', '2025-04-25T12:08:39Z'],
  ['2025-04-25T15:38Z', '2025-04-25T15:38:00Z'],
  ['2025-04-25T15:38+02', '2025-04-25T13:38:00Z'],
  ['2025-04-25T15:38:39,5Z', '2025-04-25T15:38:39.5Z'],
  ['2025-04-25T15:38:39.1234567Z', '2025-04-25T15:38:39.1234567Z'],
  ['2025-04-25T15:38:39.123456789123Z', '2025-04-25T15:38:39.123456789Z'],
  ['2025-04-25t15:38:39z', '2025-04-25T15:38:39Z'],
  ['2025-04-25 15:38:39Z', '2025-04-25T15:38:39Z'],
  ['2025-04-25 15:38:39 +0200', '2025-04-25T13:38:39Z'],
  [' 2025-04-25T15:38:39Z ', '2025-04-25T15:38:39Z'],
  ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
  ['1970-01-01T00:00:00.740Z', '1970-01-01T00:00:00.74Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
]

for (const [text, instant] of withZone) {
  test(`"${text}" is ${instant}`, () => {
    const read = readTimestamp(text)
    assert.ok(read?.zone === 'given')
    assert.equal(read.instant.toString(), instant)
  })
}

const withoutZone: [string, string][] = [
  ['2023-10-19T15:28:07', '2023-10-19T15:28:07'],
  ['2023-10-19 15:28', '2023-10-19T15:28:00'],
  ['2023-10-19T15:28:07,25', '2023-10-19T15:28:07.25'],
]

for (const [text, local] of withoutZone) {
  test(`"${text}" is a local time`, () => {
    const read = readTimestamp(text)
    assert.ok(read?.zone === 'missing')
    assert.equal(read.local.toString(), local)
  })
}

const nonsense = [
  '',
  'now',
  '2025-04-25',
  '15:38:39Z',
  '1745595519',
  '2025-13-01T00:00:00Z',
  '2025-02-29T00:00:00Z',
  '1900-02-29T00:00:00Z',
  '2025-04-31T00:00:00Z',
  '2025-04-25T24:00:00Z',
  '2025-04-25T15:60:00Z',
  '2025-04-25T15:38:39+24:00',
  '2025-04-25T15:38:39+3',
  '2025-04-25T15:38:39+',
  '2025-04-25T15:38:39ZZ',
  '2025-04-25T15:38:39.Z',
  '+002025-04-25T15:38:39Z',
  `2025-04-25T15:38:39.${'1'.repeat(100)}Z`,
]

test('nonsense is no timestamp', () => {
  for (const text of nonsense) assert.equal(readTimestamp(text), null, text)
})

test('whatever passes for RFC 3339 can be read as an instant, and rewriting it changes nothing', () => {
  const digits = fc.stringMatching(
    /^\d{4}-\d\d-\d\d[Tt ]\d\d:[0-5]\d(:[0-6]\d([.,]\d{1,12})?)?(Z|z|[+-][0-2]\d:?[0-6]\d)?$/,
  )
  fc.assert(
    fc.property(digits, (text) => {
      if (isRfc3339(text)) Temporal.Instant.from(text)
      const rewritten = rewriteTimestamp(text)
      if (rewritten) assert.deepEqual(rewriteTimestamp(rewritten.text), rewritten)
      readTimestamp(text)
    }),
    { numRuns: 5000 },
  )
})
