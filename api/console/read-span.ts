import { Refusal } from './errors.ts'
import { readTime } from './read-time.ts'

/** A span of at most so many hours; what is left out is reckoned from the other end, or from `usual`. */
export function readSpan(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  usual: { from: Temporal.Instant; hours: number; mostHours: number },
): { from: Temporal.Instant; to: Temporal.Instant } {
  const end = readTime('to', to)
  const begin = readTime('from', from) ?? (end ? end.subtract({ hours: usual.hours }) : usual.from)
  const span = { from: begin, to: end ?? begin.add({ hours: usual.hours }) }
  if (Temporal.Instant.compare(span.to, span.from.add({ hours: usual.mostHours })) > 0) {
    throw new Refusal(400, 'invalid_value', `A span has ${usual.mostHours} hours at most.`, { field: 'to' })
  }
  // The database knows no years before the first and after the last that can be written.
  for (const [field, at] of Object.entries(span)) {
    if (/^[+-]|^0000/.test(at.toString())) throw new Refusal(400, 'invalid_value', 'Out of range.', { field })
  }
  return span
}
