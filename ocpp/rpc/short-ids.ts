/**
 * Message ids of 13 digits for firmware that truncates longer ones (F-10). Counting on from the milliseconds of the
 * connection's start keeps them from repeating, and they stay exact if a station answers with a number.
 */
export function shortIds(startedAtMs: number): () => string {
  let next = startedAtMs
  return () => {
    next += 1
    return String(next)
  }
}
