import type { ChargingProfile } from './charging-profile.ts'
import { changesBetween, evseLimitW, type LimitQuestion, stationLimitW } from './composite-limit.ts'

export type CompositePeriod = { startSeconds: number; limitW: number }

/**
 * The limits ahead, as a charger reports them: one period per change, equal neighbours merged, never above what the
 * hardware can do. For EVSE 0 it is the limit of the whole charger.
 */
export function compositeSchedule(
  profiles: readonly ChargingProfile[],
  { durationSeconds, maxPowerW, ...question }: LimitQuestion & { durationSeconds: number; maxPowerW: number },
): CompositePeriod[] {
  const { atMs: fromMs, evse, session, askedMs } = question
  const toMs = fromMs + durationSeconds * 1_000
  const changes = changesBetween(profiles, { fromMs, toMs, startedMs: session?.startedMs ?? askedMs })
  const periods: CompositePeriod[] = []
  for (const atMs of [fromMs, ...changes]) {
    const asked = { ...question, atMs }
    const ofEvse = evse === 0 ? Number.POSITIVE_INFINITY : evseLimitW(profiles, asked)
    const limitW = Math.min(maxPowerW, ofEvse, stationLimitW(profiles, asked))
    if (periods.at(-1)?.limitW !== limitW) periods.push({ startSeconds: Math.round((atMs - fromMs) / 1_000), limitW })
  }
  return periods
}
