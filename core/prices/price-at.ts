import type { PriceBlock } from '../circuits/price.ts'

/** The block that holds at an instant; null in a gap, where the usual price applies (smart-charging 6.3). */
export function blockAt(blocks: readonly PriceBlock[], at: Temporal.Instant): PriceBlock | null {
  let [low, high] = [0, blocks.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (Temporal.Instant.compare(blocks[middle]!.to, at) <= 0) low = middle + 1
    else high = middle
  }
  const found = blocks[low]
  return found && Temporal.Instant.compare(found.from, at) <= 0 ? found : null
}

/**
 * What a kWh costs at an instant, as decimal text, by blocks that ascend and do not overlap; in a gap the usual price,
 * and null when there is none of that either: prices never block charging.
 */
export function priceAt(blocks: readonly PriceBlock[], at: Temporal.Instant, usualPrice: string | null): string | null {
  return blockAt(blocks, at)?.price ?? usualPrice
}
