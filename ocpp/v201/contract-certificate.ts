import type { Decision } from '#core/authorization/token.ts'
import { type ContractStatus, checkContract } from '#core/certificates/check-contract.ts'
import type { Context } from '#core/context.ts'
import type { ConnectedCharger } from '../connected-charger.ts'
import type { Messages } from './messages.ts'

type Authorize = Messages['Authorize']
type Told = Pick<Authorize['response'], 'certificateStatus'>

/**
 * What we know of the contract certificate that a vehicle has shown (C07, A-10); nothing is said of one that was not
 * shown.
 */
export async function contractCertificate(
  ctx: Context,
  _charger: ConnectedCharger,
  request: Pick<Authorize['request'], 'idToken' | 'certificate' | 'iso15118CertificateHashData'>,
): Promise<Told> {
  const { idToken, certificate = null, iso15118CertificateHashData = [] } = request
  const questions = iso15118CertificateHashData.map(({ responderURL: url, ...hash }) => ({ ...hash, url }))
  const status = await checkContract(ctx, { emaid: idToken.idToken, certificates: certificate, questions })
  return status === null ? {} : { certificateStatus: words[status] }
}

/**
 * The answer to an Authorize with what is known of the contract in it: without a good one the token is not (C07.FR.13 to
 * C07.FR.17); of a good one whose token is blocked, the contract is over.
 */
export function withContract(
  idTokenInfo: Authorize['response']['idTokenInfo'],
  { certificateStatus }: Told,
  decision: Decision,
): Authorize['response'] {
  if (certificateStatus === undefined) return { idTokenInfo }
  if (certificateStatus !== 'Accepted') return { idTokenInfo: { status: 'Invalid' }, certificateStatus }
  return { idTokenInfo, certificateStatus: decision === 'blocked' ? 'ContractCancelled' : 'Accepted' }
}

const words: Record<ContractStatus, NonNullable<Told['certificateStatus']>> = {
  accepted: 'Accepted',
  'signature-error': 'SignatureError',
  expired: 'CertificateExpired',
  revoked: 'CertificateRevoked',
  unavailable: 'NoCertificateAvailable',
  'chain-error': 'CertChainError',
}
