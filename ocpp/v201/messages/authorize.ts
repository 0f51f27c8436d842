import { authorizeAtCharger } from '#core/authorization/authorize-at-charger.ts'
import { plausibleName } from '../../plausible.ts'
import { contractCertificate, withContract } from '../contract-certificate.ts'
import type { Handler } from '../handle.ts'
import { idTokenInfo } from '../id-token-info.ts'
import { priceMessage } from '../price-message.ts'

export const authorize: Handler<'Authorize'> = async (ctx, charger, request) => {
  const { idToken } = request
  const tokenUid = plausibleName('idToken', idToken.idToken)
  const authorization = await authorizeAtCharger(ctx, { charger, uid: tokenUid, type: idToken.type })
  const isAccepted = authorization.decision === 'accepted'
  const personalMessage = isAccepted ? await priceMessage(ctx, charger, { tokenUid, evse: null }) : null
  const info = { ...idTokenInfo(authorization), ...(personalMessage ? { personalMessage } : {}) }
  const contract = await contractCertificate(ctx, charger, request)
  return withContract(info, contract, authorization.decision)
}
