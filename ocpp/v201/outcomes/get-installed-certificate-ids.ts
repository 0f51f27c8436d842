import { certificatesListed } from '#core/certificates/take-installed.ts'
import type { Outcome } from '../outcome.ts'

/** M03: what is not found is not there. */
export const getInstalledCertificateIds: Outcome<'GetInstalledCertificateIds'> = async (ctx, charger, about) => {
  const { request, response } = about
  if (response === null) return
  const listed = (response.certificateHashDataChain ?? []).map((one) => ({
    use: one.certificateType,
    hash: one.certificateHashData,
    children: one.childCertificateHashData ?? [],
  }))
  await certificatesListed(ctx, charger, request.certificateType ?? null, listed)
}
