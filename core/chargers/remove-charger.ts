import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { chargerNotFound } from './change-charger.ts'
import type { Charger } from './charger.ts'

type Used = Uses<'transaction' | 'chargerLink'>

/** Takes a charger out of service: it is disconnected, hangs on no circuit, and its identity is free. Its history is kept. */
export async function removeCharger(ctx: Used, chargerId: number): Promise<void> {
  const charger = await ctx.transaction(async (tx) => {
    const removed = await tx.chargers.remove(chargerId)
    if (!removed) throw chargerNotFound()
    // Restored, it would come back onto a circuit whose fallbacks nobody has checked since (smart-charging 8).
    await tx.circuits.disconnectCharger(chargerId)
    await tx.audit('charger.removed', removed.identity, { charger: chargerId })
    return removed
  })
  await ctx.chargerLink.configurationChanged(charger)
}

/** Undoes a removal: the charger may connect with its password as before. */
export async function restoreCharger(ctx: Used, chargerId: number): Promise<Charger> {
  const charger = await ctx.transaction(async (tx) => {
    const restored = await tx.chargers.restore(chargerId)
    if (restored === 'taken') {
      throw new Problem('charger_exists', 'Another charger has this identity by now.', { subject: 'identity' })
    }
    if (!restored) throw chargerNotFound()
    await tx.audit('charger.restored', restored.identity, { charger: chargerId })
    return restored
  })
  await ctx.chargerLink.configurationChanged(charger)
  return charger
}
