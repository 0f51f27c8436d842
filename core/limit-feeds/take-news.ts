import type { LimitInterval, LimitKey } from '../circuits/limit.ts'
import type { PriceBlock } from '../circuits/price.ts'
import { writeLimits } from '../circuits/write-limits.ts'
import type { Uses } from '../context.ts'
import { writePrices } from '../prices/write-prices.ts'
import type { LimitFeed } from './limit-feed.ts'

/** All that the other side says at this moment, in W. */
export type LimitNews = {
  intervals: readonly LimitInterval[]
  reason: string | null
  /** Ascending and apart; none: nothing is said of prices. */
  prices: readonly PriceBlock[]
}

/**
 * Takes what a feed has heard: it renews the lease, replaces the limits where they are others, and then the prices. What
 * is the same as before leaves no trace.
 */
export async function takeNews(
  ctx: Uses<'siteLimits' | 'transaction'>,
  feed: LimitFeed,
  { intervals, reason, prices }: LimitNews,
): Promise<void> {
  await writeLimits(ctx, { ...limitsOf(feed), unit: 'W', reason, intervals, lease: feed.settings.lease })
  if (feed.settings.takesPrices && (await areNew(ctx, feed.siteId, prices))) {
    await writePrices(ctx, feed.siteId, prices)
  }
  if (await ctx.transaction((tx) => tx.limitFeeds.noteHeard(feed.id))) return
  // It was removed while it was asked.
  await writeLimits(ctx, { ...limitsOf(feed), unit: 'W', reason: null, intervals: [], lease: null })
}

/** Notes why nothing could be heard. The lease is left to run out. */
export async function takeFailure(ctx: Uses<'transaction'>, feed: LimitFeed, error: string): Promise<void> {
  await ctx.transaction((tx) => tx.limitFeeds.noteFailed(feed.id, error))
}

/** The limits that come of a feed. */
export function limitsOf({ circuitId, name, settings }: Pick<LimitFeed, 'circuitId' | 'name' | 'settings'>): LimitKey {
  return { circuitId, kind: settings.kind, name }
}

async function areNew(ctx: Uses<'siteLimits'>, siteId: number, prices: readonly PriceBlock[]): Promise<boolean> {
  const [first, last] = [prices[0], prices.at(-1)]
  if (!first || !last) return false
  const stored = await ctx.siteLimits.prices(siteId, first.from, last.to)
  return stored.length !== prices.length || stored.some((block, i) => keyOf(block) !== keyOf(prices[i]!))
}

function keyOf({ from, to, price, sellPrice, currency }: PriceBlock): string {
  return [from, to, price, sellPrice, currency].join(' ')
}
