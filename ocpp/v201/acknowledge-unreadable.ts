import { authorizeAtCharger } from '#core/authorization/authorize-at-charger.ts'
import type { Context } from '#core/context.ts'
import type { ConnectedCharger } from '../connected-charger.ts'
import { isPlausibleName } from '../plausible.ts'
import { idTokenInfo } from './id-token-info.ts'
import type { IdTokenInfo, Messages } from './messages.ts'

/**
 * The answer to a transaction message whose content cannot be used; the message itself is quarantined (F-14). A token
 * in it is judged when it can be read, and is Invalid when not, so that nobody charges on a broken message.
 */
export async function acknowledgeUnreadable(
  ctx: Context,
  charger: ConnectedCharger,
  _action: string,
  payload: unknown,
): Promise<object> {
  if (!isObject(payload) || payload.idToken === undefined) return {}
  const response: Messages['TransactionEvent']['response'] = { idTokenInfo: await judge(ctx, charger, payload.idToken) }
  return response
}

async function judge(ctx: Context, charger: ConnectedCharger, idToken: unknown): Promise<IdTokenInfo> {
  const { idToken: uid, type } = isObject(idToken) ? idToken : {}
  if (!isPlausibleName(uid) || !isPlausibleName(type)) return { status: 'Invalid' }
  return idTokenInfo(await authorizeAtCharger(ctx, { charger, uid, type }))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
