import { type Static, Type } from 'typebox'
import { Decimal } from './electrical.ts'
import { closed, orNull, Time } from './parts.ts'

export const Price = Type.Object(
  {
    from: Time,
    to: Time,
    price: Decimal,
    sellPrice: orNull(Decimal),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  },
  closed,
)

/** GET /sites/{id}/prices?from&to; PUT /sites/{id}/prices (operator) replaces what is in the span that they cover. */
export const Prices = Type.Object({ items: Type.Array(Price, { maxItems: 5_000 }) }, closed)
export type Prices = Static<typeof Prices>
