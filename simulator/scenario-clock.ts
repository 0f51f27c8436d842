import type { Scenario } from './scenario.ts'

/** The instant at which a scenario starts: today at its time of day, its own date, or now. */
export function clockStart({ clock, timeZone }: Scenario, now = Temporal.Now.instant()): Temporal.Instant {
  if (clock.start === undefined) return now
  if (clock.start.includes('T')) return Temporal.PlainDateTime.from(clock.start).toZonedDateTime(timeZone).toInstant()
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate()
  return today.toZonedDateTime({ timeZone, plainTime: clock.start }).toInstant()
}
