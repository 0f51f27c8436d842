import type { SiteSettings } from '../../circuits/site.ts'

/** When the billing period of peaks began: a month or a year of the calendar, in the site's time zone. */
export function billingPeriodFrom(
  now: Temporal.Instant,
  timeZone: string,
  period: SiteSettings['billingPeriod'],
): Temporal.Instant {
  const first = now.toZonedDateTimeISO(timeZone).toPlainDate().with({ day: 1 })
  return (period === 'year' ? first.with({ month: 1 }) : first).toZonedDateTime(timeZone).toInstant()
}
