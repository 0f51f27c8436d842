import type { Uses } from '../../context.ts'
import { Problem } from '../../errors.ts'
import type { SolarBlock } from './solar.ts'

/**
 * Replaces a site's solar forecast in the span of the list, from its earliest beginning to its latest end: a gap in the
 * list is a gap afterwards, in which no sun is expected. A list that overlaps itself is refused as a whole.
 */
export async function writeSolar(
  ctx: Uses<'transaction'>,
  siteId: number,
  asked: readonly SolarBlock[],
): Promise<void> {
  const blocks = checkedSolar(asked)
  await ctx.transaction(async (tx) => {
    const site = await tx.circuits.lockSite(siteId)
    if (!site) throw new Problem('not_found', 'There is no such site.', { subject: 'site' })
    await tx.planFeeds.writeSolar(siteId, blocks)
    const span = { from: blocks[0]!.from.toString(), to: blocks.at(-1)!.to.toString() }
    await tx.audit('solar.written', site.publicId, { ...span, blocks: blocks.length })
  })
}

/** The blocks in order of time. */
export function checkedSolar(asked: readonly SolarBlock[]): SolarBlock[] {
  const fault = (message: string) => new Problem('invalid_value', message, { subject: 'solar' })
  if (asked.length === 0) throw fault('A solar forecast has one block or more.')
  if (asked.length > mostBlocks) throw fault(`A solar forecast has ${mostBlocks} blocks at most.`)
  const blocks = asked.toSorted((a, b) => Temporal.Instant.compare(a.from, b.from))
  for (const [i, { from, to, powerW }] of blocks.entries()) {
    if (Temporal.Instant.compare(to, from) <= 0) throw fault('A block ends after it has begun.')
    if (i > 0 && Temporal.Instant.compare(from, blocks[i - 1]!.to) < 0) throw fault('Two blocks overlap.')
    if (!(powerW >= 0 && powerW <= mostW)) throw fault('Solar power is between 0 and 1 GW.')
  }
  return blocks
}

// Two weeks in quarter-hours and more; nobody knows the sun beyond that.
const mostBlocks = 5_000
const mostW = 1_000_000_000
