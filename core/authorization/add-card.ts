import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { type Card, cardFault, type NewCard } from './card.ts'
import type { CardOptions } from './card-options.ts'

/** Adds one card with all that is known of it, and how it is treated. One that was removed begins anew. */
export async function addCard(
  ctx: Uses<'transaction'>,
  card: NewCard,
  options: Partial<CardOptions> = {},
): Promise<Card> {
  refuseFaulty(card)
  return ctx.transaction(async (tx) => {
    const added = await tx.cards.add(card)
    if (!added) throw new Problem('token_exists', `There is a card '${card.uid}' already.`, { subject: 'uid' })
    await tx.audit('token.added', card.uid, {
      type: card.type,
      vehicle: card.vehicleId,
      group: card.groupId,
      ...options,
    })
    if (Object.keys(options).length === 0) return added
    await tx.cardOptions.change(added.id, options)
    return { ...added, ...options }
  })
}

/** A Problem that names the first member that is wrong. */
export function refuseFaulty(card: Parameters<typeof cardFault>[0]): void {
  const fault = cardFault(card)
  if (fault) throw new Problem('invalid_value', fault.message, { subject: members[fault.field] })
}

const members = {
  uid: 'uid',
  vehicleId: 'vehicle',
  groupId: 'group',
  visualNumber: 'visualNumber',
  note: 'note',
} as const
