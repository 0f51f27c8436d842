import type { ClockTimer, SimulatedClock } from './clock.ts'

/** A clock that only moves when it is told to, as fast as whatever waits for it can be done. */
export type VirtualClock = SimulatedClock & {
  /** Lets everything happen that waits until then, one after the other. */
  runTo(ms: number): Promise<void>
}

export function virtualClock(start: Temporal.Instant): VirtualClock {
  const queue = new TimerQueue()
  let atMs = start.epochMilliseconds
  const setTimer = (run: () => void, afterMs: number): ClockTimer => {
    const timer = queue.add(atMs + Math.max(0, Math.ceil(afterMs)), run)
    return {
      cancel() {
        timer.run = null
      },
    }
  }
  return {
    mapping: { start, rate: 1, realStart: start },
    rate: 1,
    now: () => Temporal.Instant.fromEpochMilliseconds(atMs),
    nowMs: () => atMs,
    setTimeout: setTimer,
    sleep: (durationMs, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const timer = setTimer(() => {
          signal?.removeEventListener('abort', onAbort)
          resolve()
        }, durationMs)
        const onAbort = () => {
          timer.cancel()
          reject(signal?.reason)
        }
        signal?.addEventListener('abort', onAbort, { once: true })
      }),
    async runTo(ms) {
      await settled()
      for (let next = queue.next(ms); next; next = queue.next(ms)) {
        atMs = next.atMs
        next.run?.()
        // What follows from it at once comes before the clock moves on.
        if (queue.dueMs !== atMs) await settled()
      }
      atMs = Math.max(atMs, ms)
    },
  }
}

type Timer = { atMs: number; order: number; run: (() => void) | null }

/** Timers by their time, and by their order within it: a binary heap. */
class TimerQueue {
  readonly #heap: Timer[] = []
  #made = 0

  get dueMs(): number | null {
    return this.#heap[0]?.atMs ?? null
  }

  add(atMs: number, run: () => void): Timer {
    this.#made += 1
    const timer: Timer = { atMs, order: this.#made, run }
    this.#heap.push(timer)
    for (let i = this.#heap.length - 1; i > 0; ) {
      const parent = (i - 1) >> 1
      if (!isBefore(this.#heap[i]!, this.#heap[parent]!)) break
      this.#swap(i, parent)
      i = parent
    }
    return timer
  }

  /** Takes the next one, if it is due by then. */
  next(byMs: number): Timer | null {
    const first = this.#heap[0]
    if (!first || first.atMs > byMs) return null
    const last = this.#heap.pop()!
    if (this.#heap.length > 0) this.#heap[0] = last
    for (let i = 0; ; ) {
      const [left, right] = [2 * i + 1, 2 * i + 2]
      let least = i
      if (left < this.#heap.length && isBefore(this.#heap[left]!, this.#heap[least]!)) least = left
      if (right < this.#heap.length && isBefore(this.#heap[right]!, this.#heap[least]!)) least = right
      if (least === i) return first
      this.#swap(i, least)
      i = least
    }
  }

  #swap(i: number, j: number): void {
    const kept = this.#heap[i]!
    this.#heap[i] = this.#heap[j]!
    this.#heap[j] = kept
  }
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order)
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
