/** Times in answers: always UTC, always with three decimals (depot-api 6). */
export function isoTime(instant: Temporal.Instant): string {
  return instant.toString({ fractionalSecondDigits: 3 })
}
