import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { refuseFaulty } from './add-card.ts'
import type { Card, CardDetails } from './card.ts'
import type { CardOptions } from './card-options.ts'

/**
 * Changes what is known of a card and how it is treated; what is not given stays. It counts from the next time that the
 * card is shown: sessions keep the vehicle and group that it had when they began.
 */
export async function changeCard(
  ctx: Uses<'transaction'>,
  id: number,
  change: Partial<CardDetails & CardOptions>,
): Promise<Card> {
  refuseFaulty(change)
  return ctx.transaction(async (tx) => {
    const known = await tx.cards.find(id)
    if (!known) throw unknownCard(id)
    const changed = changedFields(known, change)
    if (changed.length === 0) return known
    await tx.cardOptions.change(id, change)
    const card = await tx.cards.change(id, { ...known, ...change })
    await tx.audit('token.changed', card.uid, {
      fields: changed,
      ...('blocked' in change && { blocked: change.blocked }),
      ...('masterPass' in change && { masterPass: change.masterPass }),
    })
    return card
  })
}

/** Takes a card out of use: chargers hear that it is unknown. It may be restored, or added again. */
export async function removeCard(ctx: Uses<'transaction'>, id: number): Promise<void> {
  await ctx.transaction(async (tx) => {
    const removed = await tx.cards.remove(id)
    if (!removed) throw unknownCard(id)
    await tx.audit('token.removed', removed.uid)
  })
}

/** Brings a removed card back as it was; one that is in use stays as it is. */
export async function restoreCard(ctx: Uses<'transaction'>, id: number): Promise<Card> {
  return ctx.transaction(async (tx) => {
    const inUse = await tx.cards.find(id)
    if (inUse) return inUse
    const restored = await tx.cards.restore(id)
    if (!restored) throw unknownCard(id)
    await tx.audit('token.restored', restored.uid)
    return restored
  })
}

/** Which of the details that were given differ from those that are known. */
export function changedFields<T extends CardDetails>(known: T, change: Partial<T>): (keyof T & string)[] {
  return (Object.keys(change) as (keyof T & string)[]).filter((field) => {
    const [was, is] = [known[field], change[field]]
    if (was instanceof Temporal.Instant && is instanceof Temporal.Instant) return !was.equals(is)
    return is !== undefined && was !== is
  })
}

export function unknownCard(id: number | string): Problem {
  return new Problem('token_not_found', `There is no card ${id}.`, { subject: 'id' })
}
