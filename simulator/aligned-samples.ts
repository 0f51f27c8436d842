import type { ClockTimer, SimulatedClock } from './clock.ts'

/** Calls at every multiple of an interval since midnight UTC, until it is set to 0 or closed. */
export class AlignedSamples {
  readonly #clock: SimulatedClock
  readonly #onDue: () => void
  #timer: ClockTimer | null = null

  constructor(clock: SimulatedClock, onDue: () => void) {
    this.#clock = clock
    this.#onDue = onDue
  }

  every(seconds: number): void {
    this.#timer?.cancel()
    this.#timer = null
    if (seconds <= 0) return
    const everyMs = seconds * 1_000
    const next = () => {
      const untilDueMs = everyMs - (this.#clock.nowMs() % everyMs)
      this.#timer = this.#clock.setTimeout(
        () => {
          next()
          this.#onDue()
        },
        Math.max(untilDueMs, shortestRealMs * this.#clock.rate),
      )
    }
    next()
  }

  close(): void {
    this.#timer?.cancel()
  }
}

// A clock that runs fast must not make a storm of it.
const shortestRealMs = 50
