/** Latencies in buckets that are one percent wide, so that millions of them cost nothing to keep. */
export class Histogram {
  readonly #buckets = new Uint32Array(2_500)
  #count = 0

  addMs(ms: number): void {
    const micros = ms * 1_000
    const bucket = micros <= 1 ? 0 : Math.ceil(Math.log(micros) * perLog)
    this.#buckets[Math.min(bucket, this.#buckets.length - 1)]!++
    this.#count++
  }

  get count(): number {
    return this.#count
  }

  clear(): void {
    this.#buckets.fill(0)
    this.#count = 0
  }

  /** The latency in milliseconds that this share of all stays within. */
  percentile(share: number): number {
    const wanted = Math.ceil(this.#count * share)
    let seen = 0
    for (let bucket = 0; bucket < this.#buckets.length; bucket++) {
      seen += this.#buckets[bucket]!
      if (seen >= wanted) return Math.exp(bucket / perLog) / 1_000
    }
    return Number.NaN
  }
}

const perLog = 1 / Math.log(1.01)

/** The usual three, in milliseconds. */
export function percentiles(latencies: Histogram): { p50_ms: number; p95_ms: number; p99_ms: number } {
  const at = (share: number) => Number(latencies.percentile(share).toFixed(2))
  return { p50_ms: at(0.5), p95_ms: at(0.95), p99_ms: at(0.99) }
}
