import { plugAndCharge } from '#core/certificates/deliver-certificate.ts'
import { takeCertificateAnswer } from '#core/certificates/take-certificate-answer.ts'
import type { Outcome } from '../outcome.ts'

/** Plug & Charge: how the charger took the certificate that it shows to vehicles. */
export const dataTransfer: Outcome<'DataTransfer'> = async (ctx, charger, { request, response }) => {
  if (request.vendorId !== plugAndCharge || request.messageId !== 'CertificateSigned' || response === null) return
  const chain = textOf(request.data, 'certificateChain')
  if (chain === null) return
  const status = textOf(response.data, 'status') ?? response.status
  const outcome = response.status === 'Accepted' && status === 'Accepted' ? 'accepted' : 'rejected'
  await takeCertificateAnswer(ctx, charger, { chain, purpose: null }, { outcome, reason: status })
}

function textOf(json: string | undefined, member: string): string | null {
  try {
    const value = (JSON.parse(json ?? 'null') as Record<string, unknown> | null)?.[member]
    return typeof value === 'string' ? value : null
  } catch {
    return null
  }
}
