import type { CompositePeriod } from '../smart-charging/composite-schedule.ts'

/** What a charger itself reckons that it may give, in the unit of its EVSE, from the moment when it was asked. */
export type Reckoned = {
  atMs: number
  durationSeconds: number
  periods: readonly Pick<CompositePeriod, 'startSeconds' | 'limit'>[]
}

/**
 * Whether its answer, given while it had no grant, proves its fallback: never more than that, at no time (7.1). Less is
 * as good.
 */
export function provesFallback({ periods, durationSeconds }: Reckoned, fallback: number): boolean {
  if (periods.length === 0 || durationSeconds <= 0 || periods[0]!.startSeconds > 0) return false
  return periods.every(({ limit }) => limit !== null && limit <= fallback + dust)
}

/**
 * Whether its answer, given while it had a grant above its fallback, proves that it lets the grant end: beyond the end of
 * the lease it never gives more than the fallback (7.1). An answer that does not reach so far proves nothing.
 */
export function provesLeaseEnd(
  { atMs, durationSeconds, periods }: Reckoned,
  { value, untilMs, fallback }: { value: number; untilMs: number; fallback: number },
): boolean {
  const endS = (untilMs - atMs) / 1_000 + toleranceSeconds
  if (value <= fallback || durationSeconds <= endS) return false
  const after = periods.filter((_, at) => (periods[at + 1]?.startSeconds ?? durationSeconds) > endS)
  const before = periods.filter(({ startSeconds }) => startSeconds < endS)
  const hasGrant = before.some(({ limit }) => limit !== null && limit > fallback + dust)
  return hasGrant && after.length > 0 && after.every(({ limit }) => limit !== null && limit <= fallback + dust)
}

// Rates are said in tenths.
const dust = 0.05
// Clocks differ, and schedules count in whole seconds.
const toleranceSeconds = 60
