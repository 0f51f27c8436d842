/** A station's clock reading: an instant, or wall-clock time whose zone somebody else has to know. */
export type Timestamp =
  | { zone: 'given'; instant: Temporal.Instant }
  | { zone: 'missing'; local: Temporal.PlainDateTime }

/**
 * Reads RFC 3339 and the ISO 8601 superset that stations send (Z-01); null for anything else.
 * Implausible times (year 1, 1970) are read as they stand: judging them is not this function's task.
 */
export function readTimestamp(text: string): Timestamp | null {
  if (isRfc3339(text)) return { zone: 'given', instant: Temporal.Instant.from(text) }
  const rewritten = rewriteTimestamp(text)
  if (!rewritten) return null
  return rewritten.zone === 'given'
    ? { zone: 'given', instant: Temporal.Instant.from(rewritten.text) }
    : { zone: 'missing', local: Temporal.PlainDateTime.from(rewritten.text) }
}

/** Whether the text is an RFC 3339 date-time as we write it ourselves: capital T and Z, 1 to 9 digits of fraction. */
export function isRfc3339(text: string): boolean {
  return rfc3339.test(text) && isDayOfMonth(text)
}

/** Whether the text is a date-time in the same form, but without a zone. */
export function isZonelessTimestamp(text: string): boolean {
  return zoneless.test(text) && isDayOfMonth(text)
}

/** The same moment in RFC 3339, its offset kept; without a zone when none was given. Null for nonsense. */
export function rewriteTimestamp(text: string): { text: string; zone: Timestamp['zone'] } | null {
  if (text.length > longestTimestamp) return null
  const parts = superset.exec(text.trim())
  if (!parts) return null

  const [, date, time, seconds = '00', fraction, sign, hours, minutes = '00'] = parts
  const fractionText = fraction === undefined ? '' : `.${fraction.slice(0, 9)}`
  const local = `${date}T${time}:${seconds}${fractionText}`
  if (sign === undefined) return isZonelessTimestamp(local) ? { text: local, zone: 'missing' } : null

  const given = local + (hours === undefined ? 'Z' : `${sign}${hours}:${minutes}`)
  return isRfc3339(given) ? { text: given, zone: 'given' } : null
}

function isDayOfMonth(text: string): boolean {
  const day = Number(text.slice(8, 10))
  if (day <= 28) return true
  const year = Number(text.slice(0, 4))
  const month = Number(text.slice(5, 7))
  if (month === 2) return day === 29 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day <= (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31)
}

const longestTimestamp = 64
const local = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d{1,9})?`
const rfc3339 = new RegExp(String.raw`^${local}(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$`)
const zoneless = new RegExp(`^${local}$`)

// Groups: date, hours and minutes, seconds, fraction, zone sign or Z, zone hours, zone minutes.
const superset =
  /^(\d{4}-\d\d-\d\d)(?:[Tt]| +)(\d\d:\d\d)(?::(\d\d)(?:[.,](\d+))?)? *(?:([Zz]|[+-](?=\d))(?:(?<=[+-])(\d\d)(?::?(\d\d))?)?)?$/
