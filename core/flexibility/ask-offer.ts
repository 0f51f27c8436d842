import { lockedSite } from '../circuits/change-site.ts'
import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { refuseFaultySpan, requireLive } from './check-span.ts'
import type { FlexibilityOffer } from './flexibility.ts'

/**
 * Asks what the site can promise to draw less, from and to. The engine answers within seconds: asking is the gate
 * closure, and the plan of that moment is frozen with the offer.
 */
export async function askOffer(
  ctx: Uses<'now' | 'transaction'>,
  asked: Pick<FlexibilityOffer, 'siteId' | 'from' | 'to'>,
): Promise<FlexibilityOffer> {
  refuseFaultySpan(asked, ctx.now())
  return ctx.transaction(async (tx) => {
    const site = await lockedSite(tx, asked.siteId)
    requireLive(site)
    const offer = await tx.flexibility.askOffer(asked)
    await tx.audit('flexibility.offer-asked', site.publicId, {
      offer: offer.id,
      from: asked.from.toString(),
      to: asked.to.toString(),
    })
    return offer
  })
}

/** An offer that nobody is to call any more. One that was activated is cancelled with its activation. */
export async function withdrawOffer(
  ctx: Uses<'transaction'>,
  { siteId, id }: Pick<FlexibilityOffer, 'siteId' | 'id'>,
): Promise<FlexibilityOffer> {
  return ctx.transaction(async (tx) => {
    const site = await lockedSite(tx, siteId)
    const offer = await tx.flexibility.withdrawOffer(id)
    if (!offer) throw new Problem('conflict', 'The offer is not open any more.', { subject: 'offer' })
    await tx.audit('flexibility.offer-withdrawn', site.publicId, { offer: id })
    return offer
  })
}

/** Asks how far the site's power can be moved; the engine answers within seconds. */
export async function askEnvelope(ctx: Uses<'transaction'>, siteId: number): Promise<void> {
  await ctx.transaction(async (tx) => {
    requireLive(await lockedSite(tx, siteId))
    await tx.flexibility.askEnvelope(siteId)
  })
}
