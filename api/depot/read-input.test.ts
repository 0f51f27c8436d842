import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type TSchema, Type } from 'typebox'
import { anyText } from '#test/support/any-text.ts'
import { Refusal } from './errors.ts'
import { checkInterval, checkUrl, moment, oneOf, query, readInput } from './read-input.ts'

const schema = query({
  name: Type.Optional(Type.String()),
  count: Type.Integer({ minimum: 1, maximum: 10, default: 5 }),
  order: oneOf(['asc', 'desc'], { default: 'desc', description: '', examples: [] }),
  at: Type.Optional(moment({ description: '', examples: [] })),
})

type Read = { value: Record<string, unknown> } | { error: Error }

function read(given: object, by: TSchema = schema): Read {
  return readInput({ schema: by, method: 'GET', url: '/', httpPart: 'querystring' })(given) as Read
}

function readValue(given: object): Record<string, unknown> {
  const result = read(given)
  if ('error' in result) throw result.error
  return result.value
}

test('absent parameters have their defaults, unknown ones are ignored', () => {
  assert.deepEqual(readValue({ other: 'x' }), { name: undefined, count: 5, order: 'desc', at: undefined })
})

test('a parameter without a default that is required is asked for', () => {
  const result = read({}, Type.Object({ id: Type.Integer() }))
  assert.match('error' in result ? result.error.message : '', /'id' is missing/)
})

test('words are compared without regard to case and read as they are spelled', () => {
  assert.equal(readValue({ order: 'ASC' }).order, 'asc')
})

const refused: [name: string, given: string | string[], says: RegExp][] = [
  ['count', '0', /less than 1/],
  ['count', '11', /more than 10/],
  ['count', '1.0', /not an integer/],
  ['count', '1e1', /not an integer/],
  ['count', ' 1', /not an integer/],
  ['count', '0x1', /not an integer/],
  ['count', '', /is empty/],
  ['count', ['1', '2'], /more than once/],
  ['order', 'up', /not one of asc, desc/],
  ['name', '', /is empty/],
  ['at', 'yesterday', /not a time in ISO 8601/],
  ['at', '20250101T000000Z', /not a time in ISO 8601/],
  ['at', '2025-02-30', /not a time that exists/],
  ['at', '2025-01-01T24:00:00Z', /not a time that exists/],
  ['at', '2025-01-01T00:00:00+25:00', /not a time that exists/],
]

for (const [name, given, says] of refused) {
  test(`${name}=${JSON.stringify(given)} is refused, and the parameter named`, () => {
    const result = read({ [name]: given })
    assert.ok('error' in result && result.error instanceof Refusal)
    assert.match(result.error.message, says)
    assert.equal(result.error.parameter, name)
    assert.equal(result.error.status, 400)
  })
}

const moments: [text: string, instant: string][] = [
  ['2025-01-01', '2025-01-01T00:00:00Z'],
  ['2025-01-01T12:30Z', '2025-01-01T12:30:00Z'],
  ['2025-01-01T12:30:15Z', '2025-01-01T12:30:15Z'],
  ['2025-01-01t12:30:15.125z', '2025-01-01T12:30:15.125Z'],
  ['2025-01-01T12:30:15', '2025-01-01T12:30:15Z'],
  ['2025-01-01 12:30:15', '2025-01-01T12:30:15Z'],
  ['2025-01-01T12:30:15+02:00', '2025-01-01T10:30:15Z'],
  ['2025-01-01T12:30:15 02:00', '2025-01-01T10:30:15Z'],
  ['2025-01-01T12:30:15-0530', '2025-01-01T18:00:15Z'],
  ['2025-01-01T12:30:15+02', '2025-01-01T10:30:15Z'],
  ['2025-01-01T12:30:15.1234567891Z', '2025-01-01T12:30:15.123456789Z'],
  ['0001-01-01T00:00:00Z', '0002-01-01T00:00:00Z'],
  ['0000-01-01', '0002-01-01T00:00:00Z'],
  ['9999-12-31T23:59:59.9999999Z', '9999-01-01T00:00:00Z'],
]

for (const [text, instant] of moments) {
  test(`the time ${text} is ${instant}`, () => {
    assert.equal(String(readValue({ at: text }).at), instant)
  })
}

test('any text at all is read or refused, and nothing else happens', () => {
  fc.assert(
    fc.property(fc.constantFrom('name', 'count', 'order', 'at'), anyText(), (name, text) => {
      const result = read({ [name]: text })
      assert.ok('value' in result || result.error instanceof Refusal)
    }),
  )
})

test('an interval may be a point, but not run backwards', () => {
  const [from, to] = [Temporal.Instant.from('2025-01-01T00:00Z'), Temporal.Instant.from('2025-01-02T00:00Z')]
  checkInterval({})
  checkInterval({ from })
  checkInterval({ from, to: from })
  checkInterval({ from, to })
  assert.throws(() => checkInterval({ from: to, to: from }), Refusal)
})

test('an address with U+0000 or broken percent-encoding is refused', () => {
  checkUrl('/v2/transactions?chargerId=%C3%A4&x=%2500')
  for (const url of ['/v2/a%00b', '/v2?x=%00', '/v2?x=%ff', '/v2?x=%', '/v2?x=%zz']) {
    assert.throws(() => checkUrl(url), Refusal, url)
  }
})
