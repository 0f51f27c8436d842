import type { ChargerRef, Uses } from '../context.ts'
import type { Errand } from '../errands/errand.ts'
import { cancelOlderErrands } from '../firmware/cancel-older.ts'
import { plainName } from './receive-log.ts'

/** Keeps what a charger calls the log that will come; the name is its own, and of use to people only (J-02). */
export async function takeLogAnswer(
  ctx: Uses<'transaction'>,
  charger: ChargerRef,
  { errand, fileName, isInsteadOfOlder }: { errand: Errand; fileName: string | null; isInsteadOfOlder: boolean },
): Promise<void> {
  if (isInsteadOfOlder) await cancelOlderErrands(ctx, charger, errand)
  if (!fileName) return
  await ctx.transaction(async (tx) => {
    const now = await tx.errands.byId(errand.id)
    // What it says of the upload, and the upload itself, may have come before.
    if (now?.state === 'open')
      await tx.errands.progress(now, { progress: now.progress ?? 'Accepted', detail: fileName })
    await tx.files.rename(errand.id, plainName(fileName))
  })
}
