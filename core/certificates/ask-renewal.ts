import { askCharger } from '../commands/ask-charger.ts'
import type { CertificatePurpose } from '../commands/requests/security.ts'
import type { ChargerRef, Uses } from '../context.ts'

/**
 * Makes a charger ask for a new certificate, unless it has done so or been asked to within the last minutes (S-06, S-08).
 * A charger that boots again and again is not asked each time.
 */
export async function askRenewal(
  ctx: Uses<'chargerLink' | 'now' | 'settings' | 'transaction'>,
  charger: ChargerRef,
  certificate: CertificatePurpose,
): Promise<void> {
  const isUnderWay = await ctx.transaction(
    async (tx) =>
      (await tx.errands.find(charger, 'certificate', null)) !== null ||
      (await tx.certificateOrders.isRenewalAsked(charger, 300)),
  )
  if (!isUnderWay) await askCharger(ctx, charger, { kind: 'renew-certificate', certificate }, { withinSeconds: 600 })
}
