import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { mergeKept } from '../kept-members.ts'
import { refuseFaulty } from './add-card.ts'
import type { CardDescription } from './described-card.ts'

/** Adds a card as a back office describes it. No other card of the tenant may have its uid, of whatever type. */
export async function addDescribedCard(ctx: Uses<'transaction'>, card: CardDescription): Promise<number> {
  refuseFaulty(card)
  return ctx.transaction(async (tx) => {
    if (await tx.describedCards.isTaken(card.uid, null)) throw taken(card.uid)
    const id = await tx.describedCards.add(card)
    if (id === null) throw taken(card.uid)
    await tx.audit('token.added', card.uid, { type: card.type, vehicle: card.vehicleId, group: card.groupId })
    return id
  })
}

/** Changes what is said of a card; what is not given stays. It counts from the next time that the card is shown. */
export async function changeDescribedCard(
  ctx: Uses<'transaction'>,
  id: number,
  change: Partial<CardDescription>,
): Promise<void> {
  refuseFaulty(change)
  await ctx.transaction(async (tx) => {
    const known = await tx.describedCards.find(id)
    if (!known) throw new Problem('token_not_found', `There is no card ${id}.`, { subject: 'id' })
    const card = { ...known, ...change, kept: mergeKept(known.kept, change.kept ?? {}) }
    if (change.uid !== undefined && (await tx.describedCards.isTaken(card.uid, id))) throw taken(card.uid)
    if (!(await tx.describedCards.change(id, card))) throw taken(card.uid)
    const { kept, ...fields } = change
    const changed = [...Object.keys(fields), ...Object.keys(kept ?? {})]
    await tx.audit('token.changed', known.uid, {
      fields: changed,
      ...(change.blocked === undefined ? {} : { blocked: change.blocked }),
    })
  })
}

function taken(uid: string): Problem {
  return new Problem('token_exists', `There is a card '${uid}' already.`, { subject: 'uid' })
}
