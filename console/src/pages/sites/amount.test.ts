import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amountOf, amountText, optionalAmount } from './amount.ts'

test('a number is read with a point or a comma, and nothing else is one', () => {
  assert.deepEqual(['16', ' 7,4 ', '0', '0.25'].map(amountOf), [16, 7.4, 0, 0.25])
  assert.deepEqual(['', '-1', '1e3', 'x', '1,2,3'].map(amountOf), [null, null, null, null, null])
  assert.deepEqual(['', ' ', '5', 'x'].map(optionalAmount), [null, null, 5, undefined])
})

test('a field shows a number without the noise of binary fractions', () => {
  assert.deepEqual([amountText(11_040, 0.001), amountText(null), amountText(0.1 + 0.2)], ['11.04', '', '0.3'])
})
