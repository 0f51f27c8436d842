import type { Clock } from '../../../api/console/wire/login.ts'

import { advance } from './ticks.ts'

let known = { serverMs: Date.now(), at: performance.now(), rate: 1 }

/** Called with every clock that the server sent. In a demo it may run faster than real time. */
export function setServerClock(clock: Clock): void {
  const serverMs = Date.parse(clock.now)
  if (!Number.isFinite(serverMs)) return
  const isJump = Math.abs(serverMs - serverNow()) > 2_000 * clock.rate
  known = { serverMs, at: performance.now(), rate: clock.rate }
  if (isJump) advance()
}

/** So much of the server's time passes in a second of ours: 1, and more in a demo. */
export function clockRate(): number {
  return known.rate
}

/** The server's time now, in milliseconds since 1970. */
export function serverNow(): number {
  return known.serverMs + (performance.now() - known.at) * known.rate
}
