import { certificateInstalled } from '#core/certificates/take-installed.ts'
import { useOf } from '../certificate-type.ts'
import type { Outcome } from '../outcome.ts'

export const installCertificate: Outcome<'InstallCertificate'> = async (ctx, charger, { request, response }) => {
  if (response?.status !== 'Accepted') return
  await certificateInstalled(ctx, charger, { use: useOf(request.certificateType), pem: request.certificate })
}
