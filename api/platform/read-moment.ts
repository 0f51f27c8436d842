const form = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:(Z)|([+ -])(\d\d)(?::?(\d\d))?)?)?$/i

/**
 * A time as programs write it: ISO 8601 with an offset, without one in UTC, a date alone as its midnight. Undefined when
 * it is none, or none that a database can keep.
 */
export function readMoment(text: string): Temporal.Instant | undefined {
  const parts = form.exec(text.trim())
  if (!parts) return undefined
  // In a query that was not encoded, the plus of an offset arrives as a blank.
  const [, day, minute = '00:00', second = '00', fraction = '0', , sign = '+', hours = '00', minutes = '00'] = parts
  const offset = `${sign === ' ' ? '+' : sign}${hours}:${minutes}`
  try {
    const instant = Temporal.Instant.from(`${day}T${minute}:${second}.${fraction.slice(0, 9)}${offset}`)
    const isKeepable =
      Temporal.Instant.compare(instant, earliest) >= 0 && Temporal.Instant.compare(instant, latest) <= 0
    return isKeepable ? instant : undefined
  } catch {
    return undefined
  }
}

/** How times are answered: UTC with milliseconds. */
export function momentText(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: 'millisecond' })
}

const earliest = Temporal.Instant.from('0001-01-02T00:00:00Z')
const latest = Temporal.Instant.from('9999-12-31T23:59:59Z')
