import type { ChargerRef, Uses } from '../context.ts'
import { type Authorization, authorize } from './authorize.ts'
import { writtenUid } from './token.ts'

/**
 * Answers a charger that asks whether a token may charge. The attempt is kept, a refused one too.
 *
 * A code that a person types in is never written down; of such an attempt only the decision is kept.
 */
export async function authorizeAtCharger(
  ctx: Uses<'findToken' | 'now' | 'chargerWork'>,
  attempt: { charger: ChargerRef; uid: string; type: string | null },
): Promise<Authorization> {
  const authorization = await authorize(ctx, attempt.uid, attempt.type)
  await ctx.chargerWork(attempt.charger, (work) =>
    work.addAuthorization({
      tokenUid: writtenUid(attempt),
      tokenType: attempt.type,
      tokenId: authorization.token?.id ?? null,
      decision: authorization.decision,
    }),
  )
  return authorization
}
