import type { Circuit } from '../circuits/circuit.ts'
import type { LimitSource } from '../circuits/limit.ts'
import { writeLimits } from '../circuits/write-limits.ts'
import type { Uses } from '../context.ts'
import { type HandLimits, refuseFeeds } from './limit-by-hand.ts'

/**
 * Replaces what a program has limited under a name, as a whole; an empty list withdraws it. What a feed writes is the
 * feed's alone.
 */
export async function writeLimitsOfProgram(
  ctx: Uses<'limitFeeds' | 'transaction'>,
  circuit: Pick<Circuit, 'id' | 'siteId'>,
  asked: HandLimits,
): Promise<LimitSource | null> {
  await refuseFeeds(ctx, circuit, asked.name)
  return writeLimits(ctx, { ...asked, circuitId: circuit.id, kind: 'external' })
}
