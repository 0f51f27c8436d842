import { orderCertificate } from '#core/certificates/order-certificate.ts'
import type { Handler } from '../handle.ts'

/** S-08: whether it will be signed; the certificate comes later. */
export const signCertificate: Handler<'SignCertificate'> = async (ctx, charger, { csr }) => {
  const order = { csr, purpose: 'charger', requestId: null, way: 'message' } as const
  return { status: (await orderCertificate(ctx, charger, order)) === null ? 'Accepted' : 'Rejected' }
}
