import { utcText } from '../../utc.ts'
import { authorize as authorize201 } from '../../v201/messages/authorize.ts'
import { driverTariff } from '../driver-tariff.ts'
import type { Handler } from '../handle.ts'
import type { Messages } from '../messages.ts'

/** As in 2.0.1, with the driver's own tariff (I07); what is paid beforehand is asked for anew each time (C17.FR.01). */
export const authorize: Handler<'Authorize'> = async (ctx, charger, request) => {
  const told = (await authorize201(ctx, charger, request as never)) as Messages['Authorize']['response']
  if (told.idTokenInfo.status !== 'Accepted') return told
  const { tariff, prepaid } = await driverTariff(ctx, charger, request.idToken.idToken)
  const idTokenInfo = prepaid ? { ...told.idTokenInfo, cacheExpiryDateTime: utcText(ctx.now()) } : told.idTokenInfo
  return { ...told, idTokenInfo, ...(tariff ? { tariff } : {}) }
}
