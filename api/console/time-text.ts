/** UTC text with milliseconds: `2027-01-31T12:00:00.000Z`. */
export function timeText(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: 'millisecond' })
}
