/**
 * How simulated time follows real time: `start` was at `realStart`, and it runs `rate` times as fast. Two processes
 * with the same mapping read the same time.
 */
export type ClockMapping = { start: Temporal.Instant; rate: number; realStart: Temporal.Instant }

/** A clock that may run faster than real time. All lengths are of simulated time. */
export type SimulatedClock = {
  readonly mapping: ClockMapping
  readonly rate: number
  now(): Temporal.Instant
  nowMs(): number
  /** Calls once when so much time has passed, never early; a timer that waits does not keep the process alive. */
  setTimeout(run: () => void, afterMs: number): ClockTimer
  /** Resolves when so much time has passed, or rejects with the signal's reason. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>
}

export type ClockTimer = { cancel(): void }

/** A clock that starts now; without options it shows real time. */
export function startClock(options: Partial<ClockMapping> = {}): SimulatedClock {
  const realStart = options.realStart ?? Temporal.Now.instant()
  const mapping = { realStart, start: options.start ?? realStart, rate: options.rate ?? 1 }
  if (!(mapping.rate > 0 && Number.isFinite(mapping.rate))) throw new RangeError('the rate of a clock is above 0')
  const startMs = mapping.start.epochMilliseconds
  const realStartMs = realStart.epochMilliseconds
  // The wall clock may be set while we run; what has passed is counted by one that cannot.
  const passedBefore = Date.now() - realStartMs - performance.now()
  const nowMs = () => Math.floor(startMs + (passedBefore + performance.now()) * mapping.rate)

  function setTimer(run: () => void, afterMs: number): ClockTimer {
    const dueMs = nowMs() + afterMs
    let timer: NodeJS.Timeout
    const wait = () => {
      const leftMs = (dueMs - nowMs()) / mapping.rate
      if (leftMs <= 0) return run()
      timer = setTimeout(wait, Math.min(Math.ceil(leftMs), longestTimerMs))
      timer.unref()
    }
    // Never at once: the caller goes on first.
    timer = setTimeout(wait, Math.min(Math.max(0, Math.ceil(afterMs / mapping.rate)), longestTimerMs))
    timer.unref()
    return { cancel: () => clearTimeout(timer) }
  }

  return {
    mapping,
    rate: mapping.rate,
    now: () => Temporal.Instant.fromEpochMilliseconds(nowMs()),
    nowMs,
    setTimeout: setTimer,
    sleep: (durationMs, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const onAbort = () => {
          timer.cancel()
          reject(signal?.reason)
        }
        const timer = setTimer(() => {
          signal?.removeEventListener('abort', onAbort)
          resolve()
        }, durationMs)
        signal?.addEventListener('abort', onAbort, { once: true })
      }),
  }
}

const longestTimerMs = 2_147_483_647
