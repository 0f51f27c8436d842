export type Spread = { p50_ms: number; p95_ms: number; p99_ms: number; max_ms: number }

/** Of values that are few enough to be kept, in milliseconds. */
export function spreadOf(valuesMs: readonly number[]): Spread {
  const sorted = valuesMs.toSorted((a, b) => a - b)
  const at = (share: number) => tenths(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN)
  return { p50_ms: at(0.5), p95_ms: at(0.95), p99_ms: at(0.99), max_ms: at(1) }
}

export function tenths(value: number): number {
  return Number(value.toFixed(1))
}
