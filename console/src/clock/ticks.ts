const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let tick = 0
let tickedAt = Number.NEGATIVE_INFINITY

/** Calls the listener every second, all listeners at once. Returns how to end that. */
export function everySecond(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    advance()
    for (const each of listeners) each()
  }, 1_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** Counts the seconds; two calls between two of them give the same. */
export function currentTick(): number {
  // Nobody listened for a while: the last tick is long gone.
  if (performance.now() - tickedAt > 1_500) advance()
  return tick
}

/** The clock was set: what was worked out from it holds no longer. */
export function advance(): void {
  tick += 1
  tickedAt = performance.now()
}
