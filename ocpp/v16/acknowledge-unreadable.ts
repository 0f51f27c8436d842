import { authorizeAtCharger } from '#core/authorization/authorize-at-charger.ts'
import type { Context } from '#core/context.ts'
import type { ConnectedCharger } from '../connected-charger.ts'
import { isPlausibleName } from '../plausible.ts'
import { idTagInfo } from './id-tag-info.ts'
import type { IdTagInfo, Messages } from './messages.ts'

/**
 * The answer to a transaction message whose content cannot be used; the message itself is quarantined (F-14).
 *
 * A StartTransaction needs a transaction id, or the charger repeats it for ever or takes 0 for one. It gets a fresh
 * one that no session has: what the charger sends under it later is kept as an orphan, to be put right by hand. Its
 * token is judged when it can be read, and is Invalid when not, so that nobody charges on a broken message.
 */
export async function acknowledgeUnreadable(
  ctx: Context,
  charger: ConnectedCharger,
  action: string,
  payload: unknown,
): Promise<object> {
  if (action !== 'StartTransaction') return {}
  const { wireId } = await ctx.chargerWork(charger, (work) => work.sessions.newIds())
  const response: Messages['StartTransaction']['response'] = {
    transactionId: wireId,
    idTagInfo: await judge(ctx, charger, payload),
  }
  return response
}

async function judge(ctx: Context, charger: ConnectedCharger, payload: unknown): Promise<IdTagInfo> {
  const idTag = typeof payload === 'object' && payload !== null && 'idTag' in payload ? payload.idTag : null
  if (!isPlausibleName(idTag)) return { status: 'Invalid' }
  return idTagInfo(await authorizeAtCharger(ctx, { charger, uid: idTag, type: null }))
}
