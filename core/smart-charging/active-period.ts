import type { ChargingProfile, ChargingSchedule, PlacedProfile, RateUnit, SchedulePeriod } from './profile.ts'

/** When the charger got it; absolute schedules without a start begin then. */
export type Receipt = { receivedAt?: Temporal.Instant }

type Span = { from: Temporal.Instant; startedAt: Temporal.Instant; timeZone: string | null }

/** The period of a profile at this moment, of its first schedule; null when it has none then. */
export function activePeriod(
  one: PlacedProfile & Receipt,
  atMs: number,
  span: Span,
): { period: SchedulePeriod; unit: RateUnit } | null {
  const { profile } = one
  const schedule = profile.schedules[0]
  if (!schedule || !isValid(profile, atMs)) return null
  const startMs = startAt(one, schedule, atMs, span)
  if (startMs === null || startMs > atMs) return null
  const offset = (atMs - startMs) / 1_000
  if (schedule.durationSeconds !== undefined && offset >= schedule.durationSeconds) return null
  const period =
    profile.kind === 'dynamic'
      ? schedule.periods[0]
      : schedule.periods.findLast(({ startSeconds }) => startSeconds <= offset)
  return period ? { period, unit: schedule.unit } : null
}

/** The moments at which what a profile says may change, from the span's beginning until `untilMs`. */
export function edgesOf(one: PlacedProfile & Receipt, span: Span, untilMs: number): number[] {
  const { profile } = one
  const schedule = profile.schedules[0]
  if (!schedule) return []
  const edges = [profile.validFrom, profile.validTo].flatMap((text) => (text === undefined ? [] : [Date.parse(text)]))
  for (const startMs of startsWithin(one, schedule, span, untilMs)) {
    edges.push(startMs)
    for (const { startSeconds } of schedule.periods) edges.push(startMs + startSeconds * 1_000)
    if (schedule.durationSeconds !== undefined) edges.push(startMs + schedule.durationSeconds * 1_000)
  }
  return edges
}

function isValid({ validFrom, validTo }: ChargingProfile, atMs: number): boolean {
  return (
    (validFrom === undefined || atMs >= Date.parse(validFrom)) && (validTo === undefined || atMs < Date.parse(validTo))
  )
}

/** When the schedule that runs at this moment began; null when it has not begun. */
function startAt(one: PlacedProfile & Receipt, schedule: ChargingSchedule, atMs: number, span: Span): number | null {
  if (one.profile.kind === 'recurring') {
    const last = recurrence(one.profile, schedule, atMs, span)
    return last === null ? null : last.startMs
  }
  return fixedStart(one, schedule, span)
}

function fixedStart(
  { profile, receivedAt }: PlacedProfile & Receipt,
  { startsAt }: ChargingSchedule,
  span: Span,
): number {
  if (profile.kind === 'relative') return span.startedAt.epochMilliseconds
  return startsAt === undefined ? (receivedAt ?? span.from).epochMilliseconds : Date.parse(startsAt)
}

function startsWithin(one: PlacedProfile & Receipt, schedule: ChargingSchedule, span: Span, untilMs: number): number[] {
  if (one.profile.kind !== 'recurring') return [fixedStart(one, schedule, span)]
  const starts: number[] = []
  let atMs = span.from.epochMilliseconds
  const first = schedule.startsAt === undefined ? atMs : Date.parse(schedule.startsAt)
  if (first > atMs) atMs = first
  while (atMs < untilMs && starts.length < mostRecurrences) {
    const found = recurrence(one.profile, schedule, atMs, span)
    if (found === null) break
    starts.push(found.startMs)
    atMs = found.nextMs
  }
  return starts
}

/**
 * The last recurrence at or before this moment, and the next one: at the same time every day or week (16e §3.78). Days
 * have 24 hours but for schedules in local time, which follow the clock on the wall.
 */
function recurrence(
  { recurrence: every }: ChargingProfile,
  { startsAt, localTime }: ChargingSchedule,
  atMs: number,
  { timeZone }: Span,
): { startMs: number; nextMs: number } | null {
  if (startsAt === undefined) return null
  const firstMs = Date.parse(startsAt)
  if (firstMs > atMs) return null
  const days = every === 'weekly' ? 7 : 1
  const lengthMs = days * 86_400_000
  const times = Math.floor((atMs - firstMs) / lengthMs)
  if (!localTime || timeZone === null) {
    const startMs = firstMs + times * lengthMs
    return { startMs, nextMs: startMs + lengthMs }
  }
  const first = Temporal.Instant.fromEpochMilliseconds(firstMs).toZonedDateTimeISO(timeZone)
  const nth = (count: number) => first.add({ days: count * days }).epochMilliseconds
  // A clock that was put forward or back is at most an hour off the even count.
  const count = [times + 1, times, times - 1].find((candidate) => nth(candidate) <= atMs)!
  return { startMs: nth(count), nextMs: nth(count + 1) }
}

// Horizons are days; whoever asks for years gets their beginning.
const mostRecurrences = 1_000
