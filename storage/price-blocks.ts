import type { PriceBlock } from '#core/circuits/price.ts'
import type { BlockTable } from './site-blocks.ts'

export const priceBlocks: BlockTable<PriceBlock, 'price_block'> = {
  name: 'price_block',
  columns: [
    { name: 'price', type: 'numeric', of: ({ price }) => price },
    { name: 'sell_price', type: 'numeric', of: ({ sellPrice }) => sellPrice },
    { name: 'currency', type: 'text', of: ({ currency }) => currency },
  ],
  blockFrom: ({ from_at, to_at, price, sell_price, currency }) => ({
    ...{ from: from_at, to: to_at, price, sellPrice: sell_price, currency },
  }),
}
