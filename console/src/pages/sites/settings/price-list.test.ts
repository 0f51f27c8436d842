import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPrices } from './price-list.ts'

const from = '2027-01-01T00:00:00.000Z'
const to = '2027-01-01T01:00:00.000Z'

test('prices are read from lines, a heading is passed over, and digits stay as they are', () => {
  const { items, faults } = readPrices(
    `from;to;price\n${from};${to};0,2150\n\n${to};2027-01-01T02:00:00Z;-0.01;0.05`,
    'EUR',
  )
  assert.deepEqual(faults, [])
  assert.deepEqual(
    items.map(({ from, price, sellPrice, currency }) => [from, price, sellPrice, currency]),
    [
      [from, '0.2150', null, 'EUR'],
      [to, '-0.01', '0.05', 'EUR'],
    ],
  )
})

test('a line that cannot be read is named, and why', () => {
  const { items, faults } = readPrices(`${from};${to};0.1\n${to};${from};0.1\n${from};${to}\n${from};${to};free`, 'EUR')
  assert.equal(items.length, 1)
  assert.deepEqual(
    faults.map(({ line, why }) => [line, why]),
    [
      [2, 'time'],
      [3, 'columns'],
      [4, 'price'],
    ],
  )
})
