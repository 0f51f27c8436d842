import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PriceBlock } from '../circuits/price.ts'
import { blockAt, priceAt } from './price-at.ts'

/** The quarter-hours of a day in Berlin, each with its number as price. */
function quartersOf(day: string): PriceBlock[] {
  const date = Temporal.PlainDate.from(day)
  const [from, to] = [date, date.add({ days: 1 })].map((one) => one.toZonedDateTime('Europe/Berlin').toInstant())
  const blocks: PriceBlock[] = []
  for (let at = from!; Temporal.Instant.compare(at, to!) < 0; at = at.add({ minutes: 15 })) {
    const price = `${blocks.length - 50}.5`
    blocks.push({ from: at, to: at.add({ minutes: 15 }), price, sellPrice: null, currency: 'EUR' })
  }
  return blocks
}

test('a day with a change of clocks has 92 or 100 quarter-hours, and each instant its own price', () => {
  for (const [day, quarters] of [
    ['2026-03-29', 92],
    ['2026-03-30', 96],
    ['2026-10-25', 100],
  ] as const) {
    const blocks = quartersOf(day)
    assert.equal(blocks.length, quarters)
    for (const block of blocks) {
      assert.equal(blockAt(blocks, block.from), block)
      assert.equal(blockAt(blocks, block.to.subtract({ milliseconds: 1 })), block)
    }
  }
})

test('in a gap and after a list that ends in the middle of the night the usual price applies', () => {
  const night = quartersOf('2026-03-30').filter((_, i) => i < 10 || (i >= 20 && i < 30))
  const [first, last] = [night[0]!, night.at(-1)!]
  assert.equal(priceAt(night, night[9]!.to, '0.31'), '0.31')
  assert.equal(priceAt(night, night[10]!.from, '0.31'), '-30.5')
  assert.equal(priceAt(night, last.to, '0.31'), '0.31')
  assert.equal(priceAt(night, first.from.subtract({ seconds: 1 }), '0.31'), '0.31')
  assert.equal(priceAt(night, last.to, null), null)
  assert.equal(priceAt([], last.to, '0.31'), '0.31')
})
