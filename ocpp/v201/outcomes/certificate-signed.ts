import { takeCertificateAnswer } from '#core/certificates/take-certificate-answer.ts'
import { readStatus } from '../../read-status.ts'
import { purposeOf } from '../certificate-type.ts'
import type { Outcome } from '../outcome.ts'

/** A02.FR.07 */
export const certificateSigned: Outcome<'CertificateSigned'> = async (ctx, charger, { request, response }) => {
  const outcome = response === null ? 'unknown' : response.status === 'Accepted' ? 'accepted' : 'rejected'
  const delivered = { chain: request.certificateChain, purpose: purposeOf(request.certificateType) }
  await takeCertificateAnswer(ctx, charger, delivered, { outcome, reason: response && readStatus(response).reason })
}
