import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { IssuedCertificate } from './issued-certificate.ts'

/**
 * Takes back a certificate that was signed for a charger: nobody is let in with it any more, and whoever is connected
 * with it is disconnected. Doing it again changes nothing.
 */
export async function revokeCertificate(
  ctx: Uses<'issuedCertificates' | 'transaction' | 'chargerLink'>,
  { serialNumber, reason }: { serialNumber: string; reason: string },
): Promise<IssuedCertificate> {
  const found = await ctx.issuedCertificates.find(serialNumber)
  if (!found) {
    throw new Problem('invalid_value', 'There is no certificate of this number.', { subject: 'serialNumber' })
  }
  const isNew = await ctx.transaction(async (tx) => {
    if (!(await tx.issuedCertificates.revoke(found.id, reason))) return false
    await tx.audit('certificate.revoked', found.charger.identity, { serialNumber: found.serialNumber, reason })
    return true
  })
  if (isNew) await ctx.chargerLink.configurationChanged(found.charger)
  return found
}
