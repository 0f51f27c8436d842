import type { ChargerRef, Uses } from '../context.ts'
import type { Errand, NewErrand } from './errand.ts'

type ToOpen = Omit<NewErrand, 'deadlineAt'> & { withinSeconds: number }

/**
 * Begins an errand of a charger: from now on what it says of it is expected, and its silence has an end.
 *
 * One that is open under the same number is the one that is meant. Where there are no numbers a charger has one errand
 * of a kind at a time (J-01): the one before is given up.
 */
export async function openErrand(
  ctx: Uses<'now' | 'settings' | 'transaction'>,
  charger: ChargerRef,
  { withinSeconds, ...errand }: ToOpen,
): Promise<Errand> {
  const { kind, requestId = null } = errand
  const deadlineAt = ctx.now().add({ seconds: Math.round(withinSeconds * ctx.settings.clockRate) })
  return ctx.transaction(async (tx) => {
    const known = await tx.errands.find(charger, kind, requestId)
    if (known?.state === 'open') {
      if (requestId !== null) return known
      await tx.errands.end(known, 'cancelled', { reason: 'another one was asked for' })
    }
    return tx.errands.open(charger, { ...errand, deadlineAt })
  })
}
