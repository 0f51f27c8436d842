/** The clock of an engine: it never runs backwards, whatever becomes of the wall clock (smart-charging 8, clock jump). */
export type EngineClock = {
  /** Milliseconds; as the wall clock showed when the engine began, and monotonic from then on. */
  nowMs(): number
  /** How far the wall clock has jumped since, in seconds; forwards is positive. */
  jumpSeconds(): number
  /** Takes the wall clock as it is now for right. */
  accept(): void
}

export function createEngineClock(now: () => Temporal.Instant, rate: number): EngineClock {
  const startMs = performance.now()
  const baseMs = now().epochMilliseconds
  const nowMs = () => baseMs + (performance.now() - startMs) * rate
  let acceptedMs = 0
  const aheadMs = () => now().epochMilliseconds - nowMs()
  return {
    nowMs: () => Math.round(nowMs()),
    jumpSeconds: () => (aheadMs() - acceptedMs) / 1_000,
    accept: () => {
      acceptedMs = aheadMs()
    },
  }
}
