import { authorizeAtCharger } from '#core/authorization/authorize-at-charger.ts'
import { plausibleName } from '../../plausible.ts'
import type { Handler } from '../handle.ts'
import { idTagInfo } from '../id-tag-info.ts'

export const authorize: Handler<'Authorize'> = async (ctx, charger, request) => {
  const authorization = await authorizeAtCharger(ctx, {
    charger,
    uid: plausibleName('idTag', request.idTag),
    type: null,
  })
  return { idTagInfo: idTagInfo(authorization) }
}
