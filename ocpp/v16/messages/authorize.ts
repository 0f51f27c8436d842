import { authorizeAtCharger } from '#core/authorization/authorize-at-charger.ts'
import { showPrice } from '#core/tariffs/show-price.ts'
import { plausibleName } from '../../plausible.ts'
import type { Handler } from '../handle.ts'
import { idTagInfo } from '../id-tag-info.ts'

export const authorize: Handler<'Authorize'> = async (ctx, charger, request) => {
  const uid = plausibleName('idTag', request.idTag)
  const authorization = await authorizeAtCharger(ctx, { charger, uid, type: null })
  if (authorization.decision === 'accepted') await showPrice(ctx, charger, uid)
  return { idTagInfo: idTagInfo(authorization) }
}
