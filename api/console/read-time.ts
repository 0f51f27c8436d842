import { Refusal } from './errors.ts'

const earliest = Temporal.Instant.from('0001-01-02T00:00:00Z')
const latest = Temporal.Instant.from('9999-12-31T23:59:59.999Z')

/** A moment that somebody wrote with its offset; a Refusal when it is none. Absent and null are none. */
export function readTime(field: string, text: string | null | undefined): Temporal.Instant | null {
  if (text === null || text === undefined) return null
  const instant = parse(text)
  if (instant && Temporal.Instant.compare(instant, earliest) >= 0 && Temporal.Instant.compare(instant, latest) <= 0) {
    return instant
  }
  throw new Refusal(400, 'invalid_value', `${field} is no moment such as 2027-01-31T12:00:00.000Z.`, { field })
}

function parse(text: string): Temporal.Instant | null {
  try {
    return Temporal.Instant.from(text)
  } catch {
    return null
  }
}
