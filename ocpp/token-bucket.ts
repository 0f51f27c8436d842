/** Lets through so many per second, and so many at once after a quiet time. */
export class TokenBucket {
  readonly #perMs: number
  readonly #burst: number
  #tokens: number
  #filledAtMs: number

  constructor(perSecond: number, burst: number, nowMs: number) {
    this.#perMs = perSecond / 1_000
    this.#burst = burst
    this.#tokens = burst
    this.#filledAtMs = nowMs
  }

  take(nowMs: number): boolean {
    this.#fill(nowMs)
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }

  /** Takes one even when there is none: what arrived has arrived. Says whether there was one. */
  force(nowMs: number): boolean {
    this.#fill(nowMs)
    this.#tokens -= 1
    return this.#tokens >= 0
  }

  giveBack(): void {
    this.#tokens = Math.min(this.#burst, this.#tokens + 1)
  }

  has(count: number, nowMs: number): boolean {
    this.#fill(nowMs)
    return this.#tokens >= count
  }

  /** How long until there is one again. */
  waitMs(nowMs: number): number {
    this.#fill(nowMs)
    return this.#tokens >= 1 ? 0 : (1 - this.#tokens) / this.#perMs
  }

  #fill(nowMs: number): void {
    const elapsed = nowMs - this.#filledAtMs
    if (elapsed <= 0) return
    this.#tokens = Math.min(this.#burst, this.#tokens + elapsed * this.#perMs)
    this.#filledAtMs = nowMs
  }
}
