/** Our own stamps: UTC with Z and milliseconds (Z-04). */
export function utcText(instant: Temporal.Instant): string {
  return new Date(instant.epochMilliseconds).toISOString()
}
