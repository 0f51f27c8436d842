import type { LookupFunction } from 'node:net'
import type { CircuitSample } from '#core/circuits/meter.ts'

/** What goes on reading a meter until it is stopped. */
export type MeterReader = { stop(): void }

/** What was read; without a time of the meter's own it counts as read now. */
export type MeterValues = Pick<CircuitSample, 'amps' | 'powerW'> & { at: Temporal.Instant | null }

/** Whom a reader tells. None of it throws, and no text holds what the other side has sent. */
export type ReaderListener = {
  values(values: MeterValues): void
  /** Something came that is no reading. */
  wrong(why: string): void
  link(connected: boolean, error: string | null): void
}

/** Which addresses may be called: the operator says, since meters are in networks that others must not look into. */
export type Reach = { mayConnect(address: string): boolean; lookup: LookupFunction }

/** Longer and longer waits between tries, and a little at random so that not all come at once. */
export function createBackoff({ firstMs = 1_000, mostMs = 60_000 } = {}) {
  let next = firstMs
  return {
    succeeded() {
      next = firstMs
    },
    waitMs(): number {
      const wait = next * (0.8 + 0.4 * Math.random())
      next = Math.min(mostMs, next * 2)
      return wait
    },
  }
}

/** Whether one more may be looked at: ten a second, and some more after a quiet time. */
export function createAllowance(perSecond = 10, burst = 20) {
  let [left, lastMs] = [burst, performance.now()]
  return function take(): boolean {
    const now = performance.now()
    left = Math.min(burst, left + ((now - lastMs) / 1000) * perSecond)
    lastMs = now
    if (left < 1) return false
    left -= 1
    return true
  }
}

/** What went wrong with a connection, without the other side's words. */
export function linkErrorOf(error: unknown): string {
  const { code, why } = error as { code?: unknown; why?: unknown }
  if (why === 'forbidden') return forbidden
  if (code === 4 || code === 5 || code === 134 || code === 135) return 'the user name or password was refused'
  if (code === 'ECONNREFUSED') return 'the connection was refused'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the name is not known'
  if (code === 'ETIMEDOUT') return 'there was no answer in time'
  if (typeof code === 'string' && /CERT|SIGNATURE|ALTNAME|SSL|TLS/.test(code)) return 'the certificate is not trusted'
  return 'it could not be reached'
}

export const forbidden = 'the address is in a network that VOLTYARD_METER_NETWORKS does not name'
