import { certificateInstalled } from '#core/certificates/take-installed.ts'
import type { Outcome } from '../outcome.ts'

/** M05.FR.01 */
export const installCertificate: Outcome<'InstallCertificate'> = async (ctx, charger, { request, response }) => {
  if (response?.status !== 'Accepted') return
  await certificateInstalled(ctx, charger, { use: request.certificateType, pem: request.certificate })
}
