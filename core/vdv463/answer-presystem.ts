import type { Uses } from '../context.ts'
import type { ProvideChargingRequests, VdvEnvelope } from './message.ts'
import { takeChargingRequests } from './take-charging-requests.ts'

/**
 * What we answer a planning system: a confirmation, or an error in words. A list of which a part cannot be taken is an
 * error that names every such request; the others are taken all the same, as the protocol has no other place for it.
 */
export async function answerPresystem(
  ctx: Uses<'now' | 'circuits' | 'vehicles' | 'transaction'>,
  siteId: number,
  [type, , presystemId, , messageId, action, payload]: VdvEnvelope,
): Promise<VdvEnvelope | null> {
  // Confirmations and errors of theirs are answers to what we have sent.
  if (type !== 1) return null
  const reply = (answer: 2 | 3, body: object): VdvEnvelope => [
    ...([answer, 'CMS', presystemId, ctx.now().toString({ fractionalSecondDigits: 3 }), messageId, action] as const),
    body,
  ]
  if (action === 'BootNotification') return reply(2, { status: 'Accepted' })
  if (action !== 'ProvideChargingRequests') return reply(3, { errorMessage: `${action} is for us to send.` })
  const { rejected } = await takeChargingRequests(ctx, siteId, payload as ProvideChargingRequests)
  if (rejected.length === 0) return reply(2, {})
  return reply(3, { errorMessage: rejected.map(({ requestId, reason }) => `${requestId}: ${reason}`).join('; ') })
}
