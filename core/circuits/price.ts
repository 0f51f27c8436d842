/** What energy costs at a site, from inclusive, to exclusive; per kWh, decimal text, without rounding; may be negative. */
export type PriceBlock = {
  from: Temporal.Instant
  to: Temporal.Instant
  price: string
  /** What is paid for what is fed in; null: nothing. */
  sellPrice: string | null
  currency: string
}
