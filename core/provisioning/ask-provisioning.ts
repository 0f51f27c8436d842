import { chargerNotFound } from '../chargers/change-charger.ts'
import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'

/**
 * Has a charger set up once more, with all that it has refused before, also when the server does not do so by itself.
 * It begins as soon as the charger is there.
 */
export async function askProvisioning(ctx: Uses<'chargers' | 'transaction'>, chargerId: number): Promise<void> {
  const charger = await ctx.chargers.byId(chargerId)
  if (!charger) throw chargerNotFound()
  await ctx.transaction(async (tx) => {
    const known = await tx.provisioning.find(charger)
    if (known?.run) throw new Problem('conflict', 'The charger is being configured.', { subject: 'charger' })
    await tx.provisioning.ask(charger)
    await tx.audit('charger.provisioning-asked', charger.identity)
  })
}
