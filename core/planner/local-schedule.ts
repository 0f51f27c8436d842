import type { Step } from './series.ts'

/** A value on certain days from one local time to another; `to` of 00:00 or before `from` is on the next day. */
export type LocalStep = {
  /** 1 Monday to 7 Sunday; empty: every day. */
  weekdays: readonly number[]
  from: Temporal.PlainTime
  to: Temporal.PlainTime
  value: number
}

/**
 * A schedule in local time as steps in instants, for the days that touch the span. On the days on which clocks change
 * a step is an hour shorter or longer, or falls away when the hour it names does not exist. Of steps that overlap, the
 * one that stands earlier in the list applies.
 */
export function stepsOfSchedule(
  schedule: readonly LocalStep[],
  timeZone: string,
  span: { fromS: number; toS: number },
): Step[] {
  const taken: Step[] = []
  for (const step of schedule) {
    const more = occurrences(step, timeZone, span).flatMap((occurrence) => without(occurrence, taken))
    taken.push(...more)
  }
  return taken.sort(byStart)
}

function occurrences(step: LocalStep, timeZone: string, span: { fromS: number; toS: number }): Step[] {
  const found: Step[] = []
  let day = dayOf(span.fromS, timeZone).subtract({ days: 1 })
  const last = dayOf(span.toS, timeZone)
  for (; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    if (step.weekdays.length > 0 && !step.weekdays.includes(day.dayOfWeek)) continue
    const isOvernight = Temporal.PlainTime.compare(step.to, step.from) <= 0
    const fromS = Math.max(instantS(day, step.from, timeZone), span.fromS)
    const toS = Math.min(instantS(isOvernight ? day.add({ days: 1 }) : day, step.to, timeZone), span.toS)
    if (fromS < toS) found.push({ fromS, toS, value: step.value })
  }
  return found
}

function without(step: Step, taken: readonly Step[]): Step[] {
  const parts: Step[] = []
  let fromS = step.fromS
  for (const other of [...taken].sort(byStart)) {
    if (other.toS <= fromS || other.fromS >= step.toS) continue
    if (other.fromS > fromS) parts.push({ ...step, fromS, toS: other.fromS })
    fromS = Math.max(fromS, other.toS)
  }
  if (fromS < step.toS) parts.push({ ...step, fromS })
  return parts
}

function byStart(a: Step, b: Step): number {
  return a.fromS - b.fromS
}

function dayOf(atS: number, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(atS * 1000)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
}

function instantS(day: Temporal.PlainDate, plainTime: Temporal.PlainTime, timeZone: string): number {
  return day.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds / 1000
}
