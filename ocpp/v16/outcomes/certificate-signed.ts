import { takeCertificateAnswer } from '#core/certificates/take-certificate-answer.ts'
import type { Outcome } from '../outcome.ts'

/** A02.FR.07 */
export const certificateSigned: Outcome<'CertificateSigned'> = async (ctx, charger, { request, response }) => {
  const outcome = response === null ? 'unknown' : response.status === 'Accepted' ? 'accepted' : 'rejected'
  const delivered = { chain: request.certificateChain, purpose: 'charger' as const }
  await takeCertificateAnswer(ctx, charger, delivered, { outcome, reason: response?.status ?? null })
}
