import type { ChargerRef, Uses } from '../context.ts'
import type { Errand } from '../errands/errand.ts'

/** A charger that answered AcceptedCanceled has given up what it was at for the new one (L01.FR.24, N01.FR.12). */
export async function cancelOlderErrands(
  ctx: Uses<'transaction'>,
  charger: ChargerRef,
  errand: Pick<Errand, 'id' | 'kind'>,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    for (const older of await tx.errands.openOnes(charger, errand.kind)) {
      if (older.id >= errand.id) continue
      await tx.errands.end(older, 'cancelled', { reason: 'the charger went on with a newer one' })
    }
  })
}
