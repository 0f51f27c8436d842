import type { Uses } from '../context.ts'
import { foldUid } from './token.ts'

/**
 * Takes many cards in, all or none, as enabled ones; how many were new. One that the tenant has already, in whatever
 * case it is spelled, is left as it is; one that was removed begins anew. Uids are checked by the door.
 */
export async function addCards(ctx: Uses<'transaction'>, uids: readonly string[]): Promise<number> {
  const each = [...new Map(uids.map((uid) => [foldUid(uid), uid])).values()]
  return ctx.transaction(async (tx) => {
    const added = await tx.cards.addAll(each.map((uid) => ({ ...blank, uid })))
    if (added > 0) await tx.audit('tokens.imported', `${each.length} cards`, { imported: added })
    return added
  })
}

const blank = {
  type: 'RFID',
  blocked: false,
  ...{ validUntil: null, vehicleId: null, groupId: null, visualNumber: null, note: null },
} as const
