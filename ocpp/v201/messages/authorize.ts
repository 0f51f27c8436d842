import { authorizeAtCharger } from '#core/authorization/authorize-at-charger.ts'
import { plausibleName } from '../../plausible.ts'
import { contractCertificate, withContract } from '../contract-certificate.ts'
import type { Handler } from '../handle.ts'
import { idTokenInfo } from '../id-token-info.ts'

export const authorize: Handler<'Authorize'> = async (ctx, charger, request) => {
  const { idToken } = request
  const authorization = await authorizeAtCharger(ctx, {
    charger,
    uid: plausibleName('idToken', idToken.idToken),
    type: idToken.type,
  })
  const contract = await contractCertificate(ctx, charger, request)
  return withContract(idTokenInfo(authorization), contract, authorization.decision)
}
