import { useSyncExternalStore } from 'react'
import { serverNow } from './server-clock.ts'
import { currentTick, everySecond } from './ticks.ts'

/** The server's time in milliseconds since 1970, anew every `stepMs` of it (a second unless told). */
export function useServerNow(stepMs = 1_000): number {
  return useSyncExternalStore(everySecond, () => Math.floor(tickNow() / stepMs) * stepMs)
}

/** A value of the server's time; renders only when the value changes, so make it a text or a number. */
export function useOfServerNow<T extends string | number | boolean>(select: (nowMs: number) => T): T {
  return useSyncExternalStore(everySecond, () => select(tickNow()))
}

let taken = { tick: -1, nowMs: 0 }

// The same between two ticks: the clock of a demo moves on while a page is rendered, which would then never be done.
function tickNow(): number {
  const tick = currentTick()
  if (tick !== taken.tick) taken = { tick, nowMs: serverNow() }
  return taken.nowMs
}
