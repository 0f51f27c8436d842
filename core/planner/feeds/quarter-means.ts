/** The running quarter of an hour of a load of which only single values are known. */
export type QuarterMean = { quarterMs: number; atMs: number; powerW: number; energyWms: number; knownMs: number }

/** A quarter that is over, and of which most was seen. */
export type OverQuarter = { atMs: number; powerW: number }

/**
 * The next value; the one before counts until then, but not over a gap. A quarter of which less than four fifths were
 * seen says nothing: its mean could be anything.
 */
export function followQuarter(
  before: QuarterMean | null,
  { atMs, powerW }: { atMs: number; powerW: number },
): { running: QuarterMean; over: OverQuarter | null } {
  const quarterMs = Math.floor(atMs / lengthMs) * lengthMs
  const from = { quarterMs, atMs, powerW, energyWms: 0, knownMs: 0 }
  if (!before || atMs < before.atMs || atMs - before.atMs > longestGapMs) return { running: from, over: null }
  const whole = (untilMs: number, sum: Pick<QuarterMean, 'energyWms' | 'knownMs'>, sinceMs: number) => ({
    energyWms: sum.energyWms + before.powerW * (untilMs - sinceMs),
    knownMs: sum.knownMs + (untilMs - sinceMs),
  })
  if (quarterMs === before.quarterMs) return { running: { ...from, ...whole(atMs, before, before.atMs) }, over: null }
  const ended = whole(before.quarterMs + lengthMs, before, before.atMs)
  const isKnown = ended.knownMs >= leastShare * lengthMs
  return {
    running: { ...from, ...whole(atMs, from, quarterMs) },
    over: isKnown ? { atMs: before.quarterMs, powerW: ended.energyWms / ended.knownMs } : null,
  }
}

const lengthMs = 900_000
const longestGapMs = 300_000
const leastShare = 0.8
