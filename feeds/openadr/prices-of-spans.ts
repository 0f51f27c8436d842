import type { PriceBlock } from '#core/circuits/price.ts'
import { FeedFailed } from '../limit-feed.ts'
import { type EventSpan, shown } from './spans-of-event.ts'

/**
 * Prices by the events that tell them, ascending and apart: where two events overlap, the one with the higher priority
 * holds, which is the smaller number and none at all the least; then the one that was changed last.
 */
export function pricesOf(spans: readonly EventSpan[]): PriceBlock[] {
  const told = spans.filter(({ type }) => type === 'PRICE').map(toldPrice)
  const edges = [...new Set(told.flatMap(({ fromMs, toMs }) => [fromMs, toMs]))].sort((a, b) => a - b)
  const byStart = told.toSorted((a, b) => a.fromMs - b.fromMs)
  const blocks: PriceBlock[] = []
  let open: Told[] = []
  let coming = 0
  let former: Told | null = null
  for (const [i, edge] of edges.entries()) {
    while (coming < byStart.length && byStart[coming]!.fromMs <= edge) open.push(byStart[coming++]!)
    open = open.filter(({ toMs }) => toMs > edge)
    const best = open.toSorted((a, b) => a.rank - b.rank || (a.changed < b.changed ? 1 : -1))[0] ?? null
    if (best) {
      const to = Temporal.Instant.fromEpochMilliseconds(edges[i + 1]!)
      // An edge of one that does not hold here is none.
      if (best === former) blocks.at(-1)!.to = to
      else blocks.push(blockOf(best, Temporal.Instant.fromEpochMilliseconds(edge), to))
    }
    former = best
  }
  return blocks
}

type Told = { fromMs: number; toMs: number; price: string; currency: string; rank: number; changed: string }

function toldPrice({ event, type, value, from, to }: EventSpan): Told {
  const currency = event.payloadDescriptors?.find(({ payloadType }) => payloadType === type)?.currency
  if (!currency || !/^[A-Z]{3}$/.test(currency)) throw new FeedFailed(`the event ${shown(event)} has no currency`)
  if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > 1e6) {
    throw new FeedFailed(`the event ${shown(event)} has a price that is not a number`)
  }
  if (to === null) throw new FeedFailed(`the event ${shown(event)} has a price without an end`)
  return {
    fromMs: from.epochMilliseconds,
    toMs: to.epochMilliseconds,
    price: decimalOf(value),
    currency,
    rank: event.priority ?? Number.MAX_SAFE_INTEGER,
    changed: event.modificationDateTime ?? event.createdDateTime ?? '',
  }
}

function blockOf({ price, currency }: Told, from: Temporal.Instant, to: Temporal.Instant): PriceBlock {
  return { from, to, price, sellPrice: null, currency }
}

/** JSON's number as plain decimal text. */
function decimalOf(value: number): string {
  const text = String(value)
  return text.includes('e') ? value.toFixed(12).replace(/\.?0+$/, '') : text
}
