import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'

/** Whether chargers may keep a card in their lists, and go by them: OCPI's words. */
export type Whitelist = 'ALWAYS' | 'ALLOWED' | 'ALLOWED_OFFLINE' | 'NEVER'

/** How a card is treated when it is shown, besides whether it is good. */
export type CardOptions = {
  whitelist: Whitelist
  /** Stops sessions of others, and starts none of its own. */
  masterPass: boolean
  /** A second session elsewhere is refused while one runs. */
  oneSessionAtATime: boolean
}

export type CardOptionsStore = {
  /** Null when there is no such card, or it was removed. */
  find(cardId: number): Promise<CardOptions | null>
}

export type CardOptionsWriter = {
  /** The card's uid; null when there is no such card, or it was removed. */
  change(cardId: number, change: Partial<CardOptions>): Promise<string | null>
}

/** What is not given stays. It counts from the next time that the card is shown. */
export async function changeCardOptions(
  ctx: Uses<'cardOptions' | 'transaction'>,
  cardId: number,
  change: Partial<CardOptions>,
): Promise<CardOptions> {
  await ctx.transaction(async (tx) => {
    const uid = await tx.cardOptions.change(cardId, change)
    if (uid === null) throw unknownCard(cardId)
    await tx.audit('token.changed', uid, { fields: Object.keys(change) })
  })
  return readCardOptions(ctx, cardId)
}

export async function readCardOptions(ctx: Uses<'cardOptions'>, cardId: number): Promise<CardOptions> {
  const options = await ctx.cardOptions.find(cardId)
  if (!options) throw unknownCard(cardId)
  return options
}

function unknownCard(id: number): Problem {
  return new Problem('token_not_found', `There is no card ${id}.`, { subject: 'id' })
}
