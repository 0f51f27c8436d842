import type { ChargerRef, Transaction, Uses } from '../context.ts'
import type { Errand, ErrandKind } from './errand.ts'

/** Without a number of its own, a part is the next one. */
export type ReportPart = { requestId: number | null; seqNo: number | null; isLast: boolean; body: unknown }

/**
 * Takes in one part of a report (D-03). Parts come in any order and more than once; when the last one is known and none
 * is missing, `complete` gets all of them and the errand is done. A report that nobody asked for is taken as well.
 *
 * Numbering from 1 is tolerated. A report whose last part never comes ends by its deadline, as partial.
 */
export async function collectPart(
  ctx: Uses<'now' | 'settings' | 'transaction'>,
  charger: ChargerRef,
  kind: ErrandKind,
  part: ReportPart,
  complete: (tx: Transaction, bodies: unknown[], errand: Errand) => Promise<void>,
): Promise<void> {
  const deadlineAt = ctx.now().add({ seconds: Math.round(silenceSeconds * ctx.settings.clockRate) })
  await ctx.transaction(async (tx) => {
    const errand =
      (await tx.errands.find(charger, kind, part.requestId)) ??
      (await tx.errands.open(charger, { kind, requestId: part.requestId, deadlineAt, asked: { unasked: true } }))
    if (errand.state !== 'open') return
    const seqNo = part.seqNo ?? (await tx.errands.partNumbers(errand)).length
    await tx.errands.addPart(errand, { ...part, seqNo })
    const parts = await tx.errands.partNumbers(errand)
    await tx.errands.progress(errand, { progress: `${parts.length} parts`, deadlineAt })
    if (parts.length > mostParts) {
      await tx.errands.end(errand, 'failed', { reason: `more than ${mostParts} parts` })
      return
    }
    if (!isComplete(parts)) return
    await complete(tx, await tx.errands.bodies(errand), errand)
    await tx.errands.end(errand, 'done', { parts: parts.length })
  })
}

/** Whether the last part is there and none before it is missing; the first has number 0, or 1 by mistake. */
export function isComplete(parts: readonly { seqNo: number; isLast: boolean }[]): boolean {
  const numbers = parts.map(({ seqNo }) => seqNo).sort((one, other) => one - other)
  const last = parts.find(({ isLast }) => isLast)
  if (!last || numbers[0]! > 1) return false
  return numbers.at(-1) === last.seqNo && numbers.length === last.seqNo - numbers[0]! + 1
}

// A report of everything has some hundred; one without an end would fill the disk.
const mostParts = 5_000

// D-03: after that much silence the rest will not come.
const silenceSeconds = 120
