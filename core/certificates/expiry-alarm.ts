/** Days before the end of a certificate at which somebody is told (F16, S23). */
export const alarmDays = [60, 30, 14, 7, 1] as const

/** The alarm that is due at this instant: the least number of days that is not passed yet; null when there is time. */
export function alarmDue(notAfter: Temporal.Instant, now: Temporal.Instant): number | null {
  const daysLeft = daysUntil(notAfter, now)
  if (daysLeft < 0) return 0
  return alarmDays.findLast((days) => daysLeft <= days) ?? null
}

/** Whole and broken days; negative when it is over. */
export function daysUntil(notAfter: Temporal.Instant, now: Temporal.Instant): number {
  return (notAfter.epochMilliseconds - now.epochMilliseconds) / 86_400_000
}
