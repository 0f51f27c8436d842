export type Budget = { perMinute: number; perDay: number }

/** `isAllowed` counts the request; the numbers are those of the minute, or of the day when that is used up. */
export type Allowance = { isAllowed: boolean; limit: number; remaining: number; resetMs: number }

type Span = { beganMs: number; count: number }

/**
 * At most so many requests of one token in a minute and in a day, each from its first request on. Refused requests do
 * not count. A token that was not seen for a day costs no memory once another thousand were.
 */
export function createBudgets({ perMinute, perDay }: Budget, nowMs: () => number, capacity = 1_000) {
  const tokens = new Map<number, { minute: Span; day: Span }>()

  return function take(token: number): Allowance {
    const now = nowMs()
    const known = tokens.get(token) ?? { minute: { beganMs: now, count: 0 }, day: { beganMs: now, count: 0 } }
    tokens.delete(token)
    tokens.set(token, known)
    if (tokens.size > capacity) tokens.delete(tokens.keys().next().value!)
    renew(known.minute, minuteMs, now)
    renew(known.day, dayMs, now)

    const isDayUsed = known.day.count >= perDay
    const isAllowed = !isDayUsed && known.minute.count < perMinute
    if (isAllowed) {
      known.minute.count += 1
      known.day.count += 1
    }
    const [span, limit, lengthMs] = isDayUsed ? [known.day, perDay, dayMs] : [known.minute, perMinute, minuteMs]
    return { isAllowed, limit, remaining: Math.max(0, limit - span.count), resetMs: span.beganMs + lengthMs }
  }
}

/** A clock that was set back begins anew as well. */
function renew(span: Span, lengthMs: number, now: number): void {
  if (now >= span.beganMs && now < span.beganMs + lengthMs) return
  span.beganMs = now
  span.count = 0
}

const minuteMs = 60_000
const dayMs = 86_400_000
