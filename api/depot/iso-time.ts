/** Times in answers: always UTC, always with three decimals (depot-api 6). */
export function isoTime(instant: Temporal.Instant): string {
  return isoTimeOf(instant.epochMilliseconds)
}

/** The same of milliseconds since 1970. */
export function isoTimeOf(ms: number): string {
  return new Date(ms).toISOString()
}
