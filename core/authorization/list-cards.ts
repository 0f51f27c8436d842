import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { Card, CardFilter } from './card.ts'

/** One page of cards, the newest first. `next` is given back as `after` for the page that follows. */
export async function listCards(
  ctx: Uses<'cards' | 'now'>,
  filter: CardFilter,
  { after, limit }: { after: string | null; limit: number },
): Promise<{ cards: Card[]; next: string | null }> {
  if (after !== null && !/^\d{1,15}$/.test(after)) {
    throw new Problem('invalid_value', 'This is not the end of a page of cards.', { subject: 'after' })
  }
  const before = after === null ? null : Number(after)
  const found = await ctx.cards.list(filter, { before, limit, now: ctx.now() })
  const cards = found.slice(0, limit)
  return { cards, next: found.length > limit ? String(cards.at(-1)!.id) : null }
}
