import { certificateDeleted } from '#core/certificates/take-installed.ts'
import type { Outcome } from '../outcome.ts'

/** One that is not there is gone as well. */
export const deleteCertificate: Outcome<'DeleteCertificate'> = async (ctx, charger, { request, response }) => {
  if (response?.status !== 'Accepted' && response?.status !== 'NotFound') return
  await certificateDeleted(ctx, charger, request.certificateHashData)
}
