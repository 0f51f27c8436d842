import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { MeterFields } from '#core/circuits/meter.ts'
import { decodeRegister } from './decode-register.ts'
import { readMessage, WrongMessage } from './read-message.ts'

const fields: MeterFields = { l1: 'em.0.a', l2: 'em.1.a', l3: 'em.2.a', power: null, at: 'time' }
const read = (text: string, map = fields) => readMessage(Buffer.from(text), map)
const body = (time: unknown) => JSON.stringify({ em: [{ a: 10.5 }, { a: '11' }, { a: -3 }], time, more: 'things' })

test('values are found by their paths, also in lists and as text', () => {
  const { amps, powerW, at } = read(body('2026-11-20T08:00:00Z'))
  assert.deepEqual([amps, powerW, String(at)], [{ L1: 10.5, L2: 11, L3: -3 }, null, '2026-11-20T08:00:00Z'])
})

test('a time may be in seconds or milliseconds', () => {
  for (const time of [1_763_625_600, 1_763_625_600_000])
    assert.equal(String(read(body(time)).at), '2025-11-20T08:00:00Z')
})

test('a message may be a number by itself, and power in kW', () => {
  const map: MeterFields = { l1: null, l2: null, l3: null, power: '.', at: null, powerUnit: 'kW' }
  assert.equal(read('12.5', map).powerW, 12_500)
  assert.equal(read(' +007.5\n', map).powerW, 7_500)
})

test('what is no reading says why, and nothing of what it holds', () => {
  const secret = 'not-for-the-log'
  for (const text of [secret, '{}', '[]', 'null', body(secret), `{"em":[{"a":"${secret}"}]}`, '', 'x'.repeat(70_000)]) {
    assert.throws(
      () => read(text),
      (error) => error instanceof WrongMessage && !error.message.includes(secret),
    )
  }
})

test('whatever a broker sends is a reading or a wrong message', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.string(),
        fc.uint8Array().map((bytes) => Buffer.from(bytes).toString()),
      ),
      (text) => {
        try {
          const { amps } = read(text)
          assert.ok(Object.values(amps).every(Number.isFinite))
        } catch (error) {
          assert.ok(error instanceof WrongMessage)
        }
      },
    ),
    { numRuns: 500 },
  )
})

test('registers are read by type, order of words, and scale', () => {
  const decode = (
    words: number[],
    type: Parameters<typeof decodeRegister>[1]['type'],
    order: 'big' | 'little' = 'big',
  ) => decodeRegister(words, { address: 0, type, scale: 0.5 }, order)
  assert.equal(decode([0xffff], 'int16'), -0.5)
  assert.equal(decode([0xffff], 'uint16'), 32_767.5)
  assert.equal(decode([0x0001, 0x0000], 'int32'), 32_768)
  assert.equal(decode([0x0000, 0x0001], 'uint32', 'little'), 32_768)
  assert.equal(decode([0x41a4, 0x0000], 'float32'), 10.25)
  assert.equal(decode([0x0000, 0x41a4], 'float32', 'little'), 10.25)
  assert.throws(() => decode([0x7fc0, 0x0000], 'float32'), RangeError)
})
