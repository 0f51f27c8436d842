import type { Context } from '#core/context.ts'
import type { EventAnswer } from '#core/sessions/record-session-event.ts'
import { whenCached } from '#core/tariffs/prepaid.ts'
import type { PricedSession } from '#core/tariffs/price-session.ts'
import type { ConnectedCharger } from '../connected-charger.ts'
import { idTokenInfo } from './id-token-info.ts'
import type { Messages } from './messages.ts'
import { priceMessage } from './price-message.ts'

/** What is answered to an event in both versions. */
export async function answerEvent(
  ctx: Context,
  charger: ConnectedCharger,
  { hasToken, answer, priced }: { hasToken: boolean; answer: EventAnswer; priced: PricedSession | null },
): Promise<Messages['TransactionEvent']['response']> {
  const { decision, groupId, session } = answer
  // I03.FR.02, I03.FR.04: 0 is free, and nothing is said of a price that is not known.
  const cost = priced ? { totalCost: priced.cost.inclTax.toNumber() } : {}
  // the answer speaks of the token whenever the event did.
  if (!hasToken || decision === null) return cost
  const expiresAt = decision === 'accepted' ? await whenCached(ctx, charger, { session, answer }) : answer.expiresAt
  const { token, evse } = session
  const isShown = decision === 'accepted' && session.state === 'active' && token !== null
  // I01: only now it is certain at which EVSE the driver charges.
  const updated = isShown ? await priceMessage(ctx, charger, { tokenUid: token.uid, evse }) : null
  const message = updated ? { updatedPersonalMessage: updated } : {}
  return { idTokenInfo: idTokenInfo({ decision, groupId, expiresAt }), ...cost, ...message }
}
