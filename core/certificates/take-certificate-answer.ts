import type { CertificatePurpose } from '../commands/requests/security.ts'
import type { ChargerRef, Uses } from '../context.ts'
import type { CertificateOrder } from './certificate-order.ts'

/** `unknown`: no answer that says anything. */
export type DeliveryAnswer = { outcome: 'accepted' | 'rejected' | 'unknown'; reason: string | null }

/**
 * Takes in what a charger says to the certificate that it was sent (A02.FR.07).
 *
 * One that it has taken ends its order; what it had before is good until it comes with the new one. One that it has
 * rejected is an alarm: the charger asks for no other by itself (A02.FR.20), and nor do we.
 */
export async function takeCertificateAnswer(
  ctx: Uses<'chargerWork' | 'log' | 'transaction'>,
  charger: ChargerRef,
  { chain, purpose }: { chain: string; purpose: CertificatePurpose | null },
  { outcome, reason }: DeliveryAnswer,
): Promise<void> {
  if (outcome === 'unknown') return
  const isOpen = await ctx.transaction(async (tx) => {
    const open = await tx.certificateOrders.open(charger)
    const order = open.find((one) => (purpose === null || one.purpose === purpose) && isSameLeaf(one, chain))
    const errand = order && (await tx.errands.byId(order.errandId))
    if (!errand) return false
    return tx.errands.end(
      errand,
      outcome === 'accepted' ? 'done' : 'failed',
      outcome === 'accepted' ? null : { reason },
    )
  })
  if (outcome === 'accepted') return
  ctx.log.warn({ chargerId: charger.id, reason, isOrdered: isOpen }, 'a charger rejected its certificate')
  await ctx.chargerWork(charger, (work) =>
    work.addFact({
      kind: 'certificate.rejected',
      subjectId: charger.id,
      body: { purpose: purpose ?? 'charger', reason: reason ?? '' },
    }),
  )
}

function isSameLeaf({ chain }: CertificateOrder, sent: string): boolean {
  return chain !== null && leafOf(chain) === leafOf(sent)
}

function leafOf(chain: string): string {
  return chain.slice(0, chain.indexOf('-----END')).replaceAll(/\s/g, '')
}
