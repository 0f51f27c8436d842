import type { Uses } from '../../context.ts'
import { Problem } from '../../errors.ts'

/** Takes a meter away: it is read no more, its token is refused from the next request on, and its password is gone. */
export async function removeMeter(ctx: Uses<'transaction'>, id: number): Promise<void> {
  await ctx.transaction(async (tx) => {
    const removed = await tx.circuitMeters.removeMeter(id)
    if (!removed) throw new Problem('not_found', 'There is no such meter.', { subject: 'meter' })
    const { circuitId, source } = removed
    await tx.audit('meter.removed', String(id), { meter: id, circuit: circuitId, kind: source.kind })
  })
}
