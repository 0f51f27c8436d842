import { UsageError } from './command.ts'

/** An option that is a day (UTC) or an instant; null when it is absent. */
export function readTime(name: string, text: string | undefined): Temporal.Instant | null {
  if (text === undefined) return null
  try {
    const instant = Temporal.Instant.from(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text)
    const { year } = instant.toZonedDateTimeISO('UTC')
    if (year >= 1 && year <= 9999) return instant
  } catch {}
  throw new UsageError(`${name} is "${text}", but must be a day such as 2027-05-01 or 2027-05-01T06:00:00Z.`)
}
