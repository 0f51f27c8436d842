import type { ChargerRef, Uses } from '../context.ts'
import { deliverCertificate } from './deliver-certificate.ts'
import { signChargerCertificate } from './sign-charger-certificate.ts'

type Used = Uses<
  | 'chargers'
  | 'certificates'
  | 'chargerLink'
  | 'chargerWork'
  | 'devices'
  | 'issuedCertificates'
  | 'now'
  | 'settings'
  | 'transaction'
>

/**
 * Has one order signed and sends what came of it to the charger (A02.FR.04). An authority that does not answer is asked
 * again every minute, until the order's time is up.
 */
export async function signOrder(ctx: Used, charger: ChargerRef, errandId: number): Promise<void> {
  const order = await ctx.transaction((tx) => tx.certificateOrders.toSign(errandId))
  if (!order) return
  const signed = await signChargerCertificate(ctx, charger, order.csr, order.purpose)
  if (signed.outcome === 'signed') {
    await ctx.transaction((tx) => tx.certificateOrders.signed(errandId, signed.chain))
    return deliverCertificate(ctx, charger, { ...order, chain: signed.chain })
  }
  await ctx.transaction(async (tx) => {
    const errand = await tx.errands.byId(errandId)
    if (!errand) return
    if (signed.outcome === 'refused') return void (await tx.errands.end(errand, 'failed', { reason: signed.reason }))
    await tx.certificateOrders.postpone(errandId, 60)
    await tx.errands.progress(errand, { progress: 'authority-unavailable' })
  })
}
