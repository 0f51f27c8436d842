import { writeLimitsIn } from '../circuits/write-limits.ts'
import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { limitsOf } from './take-news.ts'

/** Ends a link, and withdraws the limits that came of it; prices stay. */
export async function removeLimitFeed(ctx: Uses<'transaction'>, id: number): Promise<void> {
  await ctx.transaction(async (tx) => {
    const feed = await tx.limitFeeds.remove(id)
    if (!feed) throw new Problem('not_found', `There is no feed ${id}.`, { subject: 'feed' })
    const circuit = await tx.circuits.circuit(feed.circuitId)
    const told = { name: feed.name, ...(circuit ? { circuitName: circuit.name } : {}) }
    await tx.audit('limit-feed.removed', circuit?.publicId ?? String(feed.circuitId), told)
    const nothing = { unit: 'W' as const, reason: null, intervals: [], lease: null }
    // A circuit that is gone has no limits any more.
    if (circuit) await writeLimitsIn(tx, { ...limitsOf(feed), ...nothing }, 'limits.withdrawn')
  })
}
