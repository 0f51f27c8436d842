import type { Uses } from '../context.ts'
import type { Card } from './card.ts'
import { unknownCard } from './change-card.ts'

/** Lets a card charge or blocks it, by its uid in whatever case. It counts from the next time that it is shown. */
export async function switchCard(ctx: Uses<'transaction'>, uid: string, isEnabled: boolean): Promise<Card> {
  return ctx.transaction(async (tx) => {
    const [card] = await tx.cards.findAll([{ type: 'RFID', uid }])
    if (!card) throw unknownCard(uid)
    const blocked = !isEnabled
    if (card.blocked === blocked) return card
    const changed = await tx.cards.change(card.id, { ...card, blocked })
    await tx.audit('token.changed', card.uid, { fields: ['blocked'], blocked })
    return changed
  })
}

/** Takes a card out of use by its uid, in whatever case. */
export async function removeCardByUid(ctx: Uses<'transaction'>, uid: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const [card] = await tx.cards.findAll([{ type: 'RFID', uid }])
    if (!card) throw unknownCard(uid)
    await tx.cards.remove(card.id)
    await tx.audit('token.removed', card.uid)
  })
}
