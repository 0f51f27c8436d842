/** The clock of an engine: it never runs backwards, whatever becomes of the wall clock (smart-charging 8, clock jump). */
export type EngineClock = {
  /** Milliseconds; as the wall clock showed when the engine began, and monotonic from then on. */
  nowMs(): number
  /** How far the wall clock has jumped, in seconds; forwards is positive. After half an hour it is taken for right. */
  jumpSeconds(): number
}

export function createEngineClock(now: () => Temporal.Instant, rate: number): EngineClock {
  const startMs = performance.now()
  const baseMs = now().epochMilliseconds
  const nowMs = () => baseMs + (performance.now() - startMs) * rate
  let acceptedMs = 0
  let jumped: { byMs: number; atMs: number } | null = null
  const aheadMs = () => now().epochMilliseconds - nowMs()
  return {
    nowMs: () => Math.round(nowMs()),
    jumpSeconds() {
      const byMs = aheadMs() - acceptedMs
      if (jumped === null || Math.abs(byMs - jumped.byMs) > mostDriftMs) jumped = { byMs, atMs: nowMs() }
      if (nowMs() - jumped.atMs < acceptedAfterMs) return byMs / 1_000
      acceptedMs = aheadMs()
      jumped = null
      return 0
    },
  }
}

/** A clock that runs on by itself for so long is right, whatever it showed before. */
const acceptedAfterMs = 30 * 60_000
const mostDriftMs = 1_000
