import { askCharger } from '../commands/ask-charger.ts'
import type { CertificatePurpose } from '../commands/requests/security.ts'
import type { ChargerRef, Uses } from '../context.ts'

/**
 * Makes a charger ask for a new certificate, unless it has done so or been asked to within the last minutes (S-06, S-08).
 * A charger that boots again and again is not asked each time.
 */
export async function askRenewal(
  ctx: Uses<'chargerLink' | 'commands' | 'now' | 'settings' | 'transaction'>,
  charger: ChargerRef,
  certificate: CertificatePurpose,
): Promise<void> {
  const isOrdered = await ctx.transaction(async (tx) => (await tx.errands.find(charger, 'certificate', null)) !== null)
  if (isOrdered) return
  const recently = ctx.now().subtract({ seconds: Math.round(300 * ctx.settings.clockRate) })
  const commands = await ctx.commands.list(charger.id, 50)
  const isAsked = commands.some(
    ({ request, createdAt }) =>
      request.kind === 'renew-certificate' && Temporal.Instant.compare(createdAt, recently) > 0,
  )
  if (!isAsked) await askCharger(ctx, charger, { kind: 'renew-certificate', certificate }, { withinSeconds: 600 })
}
