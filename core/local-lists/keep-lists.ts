import { askCharger } from '../commands/ask-charger.ts'
import type { ChargerRef, Uses } from '../context.ts'
import { bringUpToDate } from './take-list-answer.ts'

/** A charger whose list somebody has to look at: it has come back or started anew, or cards have changed. */
export type ListToKeep = { charger: ChargerRef; why: 'came-back' | 'cards-changed' }

/** Asks a charger that has come back what it has, and tells the others what has changed, all at once. */
export async function keepLocalList(
  ctx: Uses<'chargerLink' | 'chargerWork' | 'devices' | 'localLists' | 'now' | 'settings' | 'transaction'>,
  { charger, why }: ListToKeep,
): Promise<void> {
  if (why === 'came-back') {
    await askCharger(ctx, charger, { kind: 'read-local-list-version' })
    return
  }
  const list = await ctx.localLists.find(charger.id)
  if (list?.mode === 'automatic') await bringUpToDate(ctx, list)
}
