import { orderCertificate } from '#core/certificates/order-certificate.ts'
import { purposeOf } from '../certificate-type.ts'
import type { Handler } from '../handle.ts'

/** S-08, A02.FR.02: whether it will be signed; the certificate comes later. 2.1 gives its request a number. */
export const signCertificate: Handler<'SignCertificate'> = async (ctx, charger, request) => {
  const { csr, certificateType } = request
  const { requestId = null } = request as { requestId?: number }
  const order = { csr, purpose: purposeOf(certificateType), requestId, way: 'message' } as const
  const refusal = await orderCertificate(ctx, charger, order)
  if (refusal === null) return { status: 'Accepted' }
  return { status: 'Rejected', statusInfo: { reasonCode: 'InvalidCSR', additionalInfo: refusal.refused.slice(0, 512) } }
}
