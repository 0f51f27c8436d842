import type { Need } from './need-of.ts'

/** Power that a vehicle draws before its departure to warm or cool itself (smart-charging 2.2). */
export type Conditioning = { powerW: number; minutes: number }

/** From when a vehicle is told to condition itself: as long before its departure as that takes, and a little more. */
export function conditioningFrom(departsAt: Temporal.Instant, minutes: number): Temporal.Instant {
  return departsAt.subtract({ minutes: minutes + marginMinutes })
}

/**
 * What a vehicle may draw now for its conditioning, and since when; null: it is not the time for it. It begins a minute
 * before the vehicle is told to, so that what it is told about power is true.
 */
export function conditioningNow(
  { precondition, departsAt }: Pick<Need, 'precondition' | 'departsAt'>,
  now: Temporal.Instant,
): { powerW: number; since: Temporal.Instant } | null {
  if (!precondition) return null
  const since = conditioningFrom(departsAt.value, precondition.value.minutes).subtract({ minutes: aheadMinutes })
  const isTime = Temporal.Instant.compare(since, now) <= 0 && Temporal.Instant.compare(now, departsAt.value) < 0
  return isTime ? { powerW: precondition.value.powerW, since } : null
}

/** What it draws for that from now until its departure, in Wh. */
export function conditioningWh({ precondition, departsAt }: Pick<Need, 'precondition' | 'departsAt'>, nowMs: number) {
  if (!precondition) return 0
  const { powerW, minutes } = precondition.value
  const leftMinutes = (departsAt.value.epochMilliseconds - nowMs) / 60_000
  return (powerW * Math.max(0, Math.min(minutes, leftMinutes))) / 60
}

const marginMinutes = 5
const aheadMinutes = 1
