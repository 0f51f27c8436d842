import type { Context } from '#core/context.ts'
import type { ConnectedCharger } from '../connected-charger.ts'
import type { Messages } from './messages.ts'

type Authorize = Messages['Authorize']

/**
 * What we know of the contract certificate that a vehicle has shown (C07.FR.13 to C07.FR.17); nothing is said of one
 * that was not shown, or that nobody can judge yet.
 */
export async function contractCertificate(
  _ctx: Context,
  _charger: ConnectedCharger,
  _request: Pick<Authorize['request'], 'certificate' | 'iso15118CertificateHashData'>,
): Promise<Pick<Authorize['response'], 'certificateStatus'>> {
  return {}
}
