import type { DescribedCard } from '#core/authorization/described-card.ts'
import type { Uses } from '#core/context.ts'
import { notFound } from './errors.ts'

/** The tag of this number; those of other tenants do not exist here. */
export async function findIdTag(ctx: Uses<'describedCards'>, id: number): Promise<DescribedCard> {
  const [found] = await ctx.describedCards.page({ id }, { from: null, skip: 0, limit: 1 })
  if (!found) throw notFound('IdTag', id)
  return found
}
