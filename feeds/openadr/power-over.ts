import type { MeasuredMinute } from '#core/limit-feeds/feed-report.ts'

export type PowerOver = {
  meanW: number | null
  /** Of the highest minute. */
  peakW: number | null
  /** What came in; what was fed in elsewhere in the interval does not count against it. */
  importWh: number | null
  /** How much of the interval a meter has told, 0 to 1. */
  knownShare: number
}

/** What flowed in a span of time; minutes that nobody told are taken to be as the others of the span. */
export function powerOver(
  minutes: readonly MeasuredMinute[],
  { from, to }: { from: Temporal.Instant; to: Temporal.Instant },
): PowerOver {
  const [startMs, endMs] = [from.epochMilliseconds, to.epochMilliseconds]
  let [knownMs, wattMs, importWattMs, peakW] = [0, 0, 0, Number.NEGATIVE_INFINITY]
  for (const { at, powerW } of minutes) {
    const ms = Math.min(endMs, at.epochMilliseconds + 60_000) - Math.max(startMs, at.epochMilliseconds)
    if (ms <= 0) continue
    knownMs += ms
    wattMs += powerW * ms
    importWattMs += Math.max(0, powerW) * ms
    peakW = Math.max(peakW, powerW)
  }
  if (knownMs === 0) return { meanW: null, peakW: null, importWh: null, knownShare: 0 }
  const hours = (endMs - startMs) / 3_600_000
  return {
    meanW: wattMs / knownMs,
    peakW,
    importWh: (importWattMs / knownMs) * hours,
    knownShare: knownMs / (endMs - startMs),
  }
}
