import type { NewProfile } from '../commands/requests/smart-charging.ts'
import type { CompositePeriod } from './composite-schedule.ts'
import { leastA } from './limit-recipes.ts'
import { type ChargingNeeds, phasesFor } from './needs.ts'
import type { RateUnit } from './profile.ts'

export type LimitsForNeeds = {
  now: Temporal.Instant
  unit: RateUnit
  /** What may be given from now on: connector, maximum, limits from outside; at least one period. */
  periods: readonly Pick<CompositePeriod, 'startSeconds' | 'limit'>[]
  /** How far these periods tell. */
  horizonSeconds: number
  /** How many periods the charger takes; null is not known. */
  maxPeriods: number | null
  wireId: string
}

/**
 * The profile for what a vehicle needs: as much as it can take and everything else allows, until it departs. Null when
 * nothing limits it, so that there is nothing to tell.
 *
 * This is the rule without a plan. It never gives more than a limit, also where periods have to be joined because
 * vehicle or charger take only so many.
 */
export function profileForNeeds(needs: ChargingNeeds, limits: LimitsForNeeds): NewProfile | null {
  const { unit } = limits
  const own = mostOfVehicle(needs, unit)
  const capped = limits.periods.map(({ startSeconds, limit }) => ({
    startSeconds,
    limit: limit === null ? own : own === null ? limit : Math.min(limit, own),
  }))
  if (capped.some(({ limit }) => limit === null)) return null
  const least = unit === 'A' ? Math.max(leastA, needs.minA ?? 0) : 0
  const clear = capped.map(({ startSeconds, limit }) => ({ startSeconds, limit: stopBelow(limit!, least) }))
  const most = Math.max(1, Math.min(needs.maxPeriods ?? 1_024, limits.maxPeriods ?? 1_024)) // K15.FR.05
  const periods = joined(merged(clear), most)
  const untilDeparture =
    needs.departureAt === null
      ? null
      : Math.floor((Date.parse(needs.departureAt) - limits.now.epochMilliseconds) / 1_000)
  const durationSeconds = untilDeparture !== null && untilDeparture > 0 ? untilDeparture : limits.horizonSeconds
  const phases = phasesFor(needs)
  return {
    stackLevel: 0,
    purpose: 'transaction',
    kind: 'absolute',
    wireId: limits.wireId,
    schedules: [
      {
        unit,
        startsAt: limits.now.round({ smallestUnit: 'second', roundingMode: 'floor' }).toString(),
        durationSeconds,
        periods: periods
          .filter(({ startSeconds }) => startSeconds < durationSeconds)
          .map((period) => (unit === 'A' && phases === 1 ? { ...period, phases } : period)),
      },
    ],
  }
}

/** The same in one period: the least of it, for a charger that refused the other. */
export function simplerProfile(profile: NewProfile): NewProfile {
  const [schedule] = profile.schedules
  const limit = Math.min(...schedule!.periods.map((period) => period.limit ?? 0))
  const { durationSeconds: _, ...rest } = schedule!
  return { ...profile, stackLevel: 0, schedules: [{ ...rest, periods: [{ startSeconds: 0, limit }] }] }
}

function mostOfVehicle({ maxA, maxW, maxV }: ChargingNeeds, unit: RateUnit): number | null {
  if (unit === 'A') return maxA
  if (maxW !== null) return maxW
  return maxA !== null && maxV !== null ? maxA * maxV : null
}

/** K-05: what is too little to charge with is said as a pause. */
function stopBelow(limit: number, least: number): number {
  return limit < least ? 0 : Math.floor(limit * 10 + 1e-6) / 10
}

type Period = { startSeconds: number; limit: number }

function merged(periods: readonly Period[]): Period[] {
  return periods.filter((period, index) => index === 0 || period.limit !== periods[index - 1]!.limit)
}

/** Joins neighbours until there are few enough, those first whose limits differ least; the lower limit stays. */
function joined(periods: Period[], most: number): Period[] {
  let few = periods
  while (few.length > most) {
    const differences = few.slice(1).map(({ limit }, index) => Math.abs(limit - few[index]!.limit))
    const at = differences.indexOf(Math.min(...differences))
    const limit = Math.min(few[at]!.limit, few[at + 1]!.limit)
    few = merged([...few.slice(0, at), { startSeconds: few[at]!.startSeconds, limit }, ...few.slice(at + 2)])
  }
  return few
}
