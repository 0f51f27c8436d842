/** How many there are in each bucket, by the number of the bucket, ascending. */
export type Buckets = { numbers: number[]; counts: Map<number, number> }

export function noBuckets(): Buckets {
  return { numbers: [], counts: new Map() }
}

export function addTo(buckets: Buckets, added: readonly { bucket: number; count: number }[]): void {
  let isLonger = false
  for (const { bucket, count } of added) {
    const before = buckets.counts.get(bucket)
    if (before === undefined) isLonger = true
    buckets.counts.set(bucket, (before ?? 0) + count)
  }
  if (isLonger) buckets.numbers = [...buckets.counts.keys()].sort((a, b) => a - b)
}

/** In which bucket the one is that comes after `offset` others, and how many of them are in the same bucket. */
export function placeIn(
  { numbers, counts }: Buckets,
  order: 'asc' | 'desc',
  offset: number,
): { bucket: number; skip: number } | null {
  let skip = offset
  const step = order === 'asc' ? 1 : -1
  for (let i = order === 'asc' ? 0 : numbers.length - 1; i >= 0 && i < numbers.length; i += step) {
    const count = counts.get(numbers[i]!)!
    if (skip < count) return { bucket: numbers[i]!, skip }
    skip -= count
  }
  return null
}
