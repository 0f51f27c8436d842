import type { CompositeSchedule } from './composite-schedule.ts'
import type { ChargingSchedule } from './profile.ts'

/** The first moment at which a vehicle wants more than it may have. */
export type Deviation = { at: string; limit: number; wanted: number }

/** Where a vehicle's schedule is above what is allowed, by more than 1 A or 3 % (11.3); null when it is nowhere. */
export function deviationOf(
  schedule: ChargingSchedule,
  from: Temporal.Instant,
  allowed: Pick<CompositeSchedule, 'periods'>,
): Deviation | null {
  const end = schedule.durationSeconds ?? Number.POSITIVE_INFINITY
  const edges = new Set([...schedule.periods, ...allowed.periods].map(({ startSeconds }) => startSeconds))
  for (const at of [...edges].sort((one, other) => one - other)) {
    if (at >= end) break
    const wanted = schedule.periods.findLast(({ startSeconds }) => startSeconds <= at)?.limit
    const limit = allowed.periods.findLast(({ startSeconds }) => startSeconds <= at)?.limit ?? null
    if (wanted === undefined || limit === null) continue
    const tolerance = Math.max(limit * 0.03, schedule.unit === 'A' ? 1 : 230)
    if (wanted > limit + tolerance)
      return { at: from.add({ milliseconds: Math.round(at * 1_000) }).toString(), limit, wanted }
  }
  return null
}
