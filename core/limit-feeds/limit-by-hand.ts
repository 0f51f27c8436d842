import type { Circuit } from '../circuits/circuit.ts'
import type { LimitSource, NewLimitSource } from '../circuits/limit.ts'
import { withdrawLimits, writeLimits } from '../circuits/write-limits.ts'
import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'

/** What a person writes in another system's name. */
export type HandLimits = Omit<NewLimitSource, 'circuitId' | 'kind'>

/**
 * Writes another system's list of limits by hand, as a whole: what that source said before is replaced. What a feed
 * writes is the feed's alone, and a list without any limit is a withdrawal, which has its own way.
 */
export async function writeLimitsByHand(
  ctx: Uses<'limitFeeds' | 'transaction'>,
  circuit: Pick<Circuit, 'id' | 'siteId'>,
  asked: HandLimits,
): Promise<LimitSource> {
  if (asked.intervals.length === 0) {
    throw new Problem('invalid_value', 'A list has one limit at least.', { subject: 'intervals' })
  }
  await refuseFeeds(ctx, circuit, asked.name)
  return (await writeLimits(ctx, { ...asked, circuitId: circuit.id, kind: 'external' }))!
}

/** Takes back what another system has limited, by hand or by a program. */
export async function withdrawLimitsByHand(
  ctx: Uses<'limitFeeds' | 'siteLimits' | 'transaction'>,
  circuit: Pick<Circuit, 'id' | 'siteId'>,
  { kind, name }: Pick<LimitSource, 'kind' | 'name'>,
): Promise<void> {
  // What the grid or a contract demands is obeyed until they say otherwise; a cap is lifted.
  if (kind === 'grid-operator' || kind === 'flexibility' || kind === 'operator') {
    throw new Problem('conflict', 'This limit is not taken back here.', { subject: 'limit' })
  }
  await refuseFeeds(ctx, circuit, name)
  await withdrawLimits(ctx, { circuitId: circuit.id, kind, name })
}

/** A Problem when a feed of this circuit writes under this name. */
export async function refuseFeeds(
  ctx: Uses<'limitFeeds'>,
  { id, siteId }: Pick<Circuit, 'id' | 'siteId'>,
  name: string,
): Promise<void> {
  const feeds = await ctx.limitFeeds.list(siteId)
  if (feeds.some((feed) => feed.circuitId === id && feed.name === name)) {
    throw new Problem('conflict', `The limits called '${name}' are written by a feed.`, { subject: 'name' })
  }
}
