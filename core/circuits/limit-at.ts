import type { LimitSource } from './limit.ts'

/** What a source says at an instant; null: nothing. */
export type SaidLimit = {
  value: number
  from: Temporal.Instant | null
  to: Temporal.Instant | null
  /** Whoever writes it was not heard of in time. */
  isFallback: boolean
}

/**
 * What one source says at this instant. Intervals begin with their first instant and end before their last; where they
 * overlap, the lowest counts. A lease that has run out says its fallback, never "no limit" (smart-charging 3.1).
 */
export function limitAt({ intervals, lease }: LimitSource, at: Temporal.Instant): SaidLimit | null {
  if (lease && !isBefore(at, leaseEnd(lease))) {
    return { value: lease.fallback, from: leaseEnd(lease), to: null, isFallback: true }
  }
  let lowest: SaidLimit | null = null
  for (const { from, to, value } of intervals) {
    if (isBefore(at, from) || (to !== null && !isBefore(at, to))) continue
    if (lowest === null || value < lowest.value) lowest = { value, from, to, isFallback: false }
  }
  // Heard again, but the fallback has not yet lasted for its least time (smart-charging 8).
  const held = lease?.fallbackUntil && isBefore(at, lease.fallbackUntil) ? lease : null
  if (!held || (lowest !== null && lowest.value <= held.fallback)) return lowest
  return { value: held.fallback, from: null, to: held.fallbackUntil, isFallback: true }
}

/** The first instant after this one at which any source says something else, if nobody writes; null: never. */
export function nextLimitChange(sources: readonly LimitSource[], after: Temporal.Instant): Temporal.Instant | null {
  let next: Temporal.Instant | null = null
  const consider = (at: Temporal.Instant | null) => {
    if (at !== null && isBefore(after, at) && (next === null || isBefore(at, next))) next = at
  }
  for (const { intervals, lease } of sources) {
    if (lease) {
      consider(leaseEnd(lease))
      consider(lease.fallbackUntil)
    }
    for (const { from, to } of intervals) {
      consider(from)
      consider(to)
    }
  }
  return next
}

function leaseEnd({ renewedAt, seconds }: NonNullable<LimitSource['lease']>): Temporal.Instant {
  return renewedAt.add({ seconds })
}

function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0
}
