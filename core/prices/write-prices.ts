import type { PriceBlock } from '../circuits/price.ts'
import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { DurationUnit } from './duration-unit.ts'

/**
 * Replaces a site's prices in the span of the list, from its earliest beginning to its latest end: a gap in the list is
 * a gap afterwards. A list that overlaps itself or has another currency than the site's is refused as a whole; the first
 * list sets the currency. Prices may be negative.
 */
export async function writePrices(
  ctx: Uses<'transaction'>,
  siteId: number,
  asked: readonly PriceBlock[],
  { durationUnit }: { durationUnit?: DurationUnit } = {},
): Promise<void> {
  const blocks = checkedPrices(asked)
  const currency = blocks[0]!.currency
  await ctx.transaction(async (tx) => {
    const site = await tx.circuits.lockSite(siteId)
    if (!site) throw new Problem('not_found', 'There is no such site.', { subject: 'site' })
    if (site.currency !== null && site.currency !== currency) {
      throw new Problem('invalid_value', `The prices of this site are in ${site.currency}.`, { subject: 'currency' })
    }
    if (site.currency === null) await tx.circuits.changeSite(siteId, { currency })
    await tx.siteLimits.writePrices(siteId, blocks)
    if (durationUnit) await tx.siteLimits.notePriceDurationUnit(siteId, durationUnit)
    const span = { from: blocks[0]!.from.toString(), to: blocks.at(-1)!.to.toString() }
    await tx.audit('prices.written', site.publicId, { siteName: site.name, ...span, blocks: blocks.length, currency })
  })
}

/** The blocks in order of time. */
function checkedPrices(asked: readonly PriceBlock[]): PriceBlock[] {
  const fault = (message: string) => new Problem('invalid_value', message, { subject: 'prices' })
  if (asked.length === 0) throw fault('A list of prices has one block or more.')
  if (asked.length > mostBlocks) throw fault(`A list of prices has ${mostBlocks} blocks at most.`)
  const blocks = asked.toSorted((a, b) => Temporal.Instant.compare(a.from, b.from))
  for (const [i, { from, to, price, sellPrice, currency }] of blocks.entries()) {
    if (Temporal.Instant.compare(to, from) <= 0) throw fault('A price ends after it has begun.')
    if (i > 0 && Temporal.Instant.compare(from, blocks[i - 1]!.to) < 0) throw fault('Two prices overlap.')
    if (!isPrice(price) || (sellPrice !== null && !isPrice(sellPrice))) throw fault('A price is a decimal number.')
    if (!/^[A-Z]{3}$/.test(currency)) throw fault('A currency is three capital letters.')
    if (currency !== blocks[0]!.currency) throw fault('A list of prices has one currency.')
  }
  return blocks
}

// More than a year in quarter-hours.
const mostBlocks = 40_000

function isPrice(text: string): boolean {
  return /^-?\d{1,9}(\.\d{1,12})?$/.test(text)
}
