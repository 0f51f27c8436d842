/**
 * The earlier of two places in the stream, or null when they cannot be compared. A cursor ends in a number that only
 * grows; what stands before it names the run of the server that counts.
 */
export function earlierCursor(a: string, b: string): string | null {
  if (a === b) return a
  const [left, right] = [partsOf(a), partsOf(b)]
  if (!left || !right || left.run !== right.run) return null
  return left.place < right.place ? a : b
}

function partsOf(cursor: string): { run: string; place: bigint } | null {
  const match = /^(.*?)(\d{1,40})$/.exec(cursor)
  return match ? { run: match[1] ?? '', place: BigInt(match[2] ?? '0') } : null
}
