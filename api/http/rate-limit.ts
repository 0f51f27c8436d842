import { isIP } from 'node:net'

export type RateLimitSettings = {
  enabled: boolean
  max: number
  windowSeconds: number
  /** How many proxies of ours stand before the server and add to X-Forwarded-For. */
  trustProxyHops: number
  /** The networks that our proxies are in, as CIDR, where those are known. */
  trustedProxies: readonly string[]
  /** Networks that are never limited, as CIDR: `10.0.0.0/8`. */
  allowNetworks: readonly string[]
}

export const rateLimitDefaults: RateLimitSettings = {
  enabled: true,
  max: 100,
  windowSeconds: 300,
  trustProxyHops: 0,
  trustedProxies: [],
  allowNetworks: [],
}

type Allowance = {
  allowed: boolean
  remaining: number
  /** Until the oldest counted request leaves the window: then there is room for one more. */
  resetSeconds: number
}

export type RateLimiter = {
  take(address: string): Allowance
  /** How many callers are remembered. */
  readonly size: number
}

const mostCallers = 10_000

/**
 * At most `max` requests of one caller in any window of `windowSeconds`. Refused requests do not count.
 *
 * Memory is bounded: with too many callers, the one heard of longest ago is forgotten.
 */
export function createRateLimiter(
  { max, windowSeconds }: Pick<RateLimitSettings, 'max' | 'windowSeconds'>,
  nowMs: () => number,
  capacity = mostCallers,
): RateLimiter {
  const windowMs = windowSeconds * 1000
  const callers = new Map<string, number[]>()

  return {
    get size() {
      return callers.size
    },
    take(address) {
      const key = callerOf(address)
      const now = nowMs()
      const times = callers.get(key) ?? []
      forgetOld(times, now, windowMs)
      const allowed = times.length < max
      if (allowed) times.push(now)
      remember(callers, key, times, capacity)
      return {
        allowed,
        remaining: max - times.length,
        resetSeconds: Math.max(1, Math.ceil(((times[0] ?? now) + windowMs - now) / 1000)),
      }
    },
  }
}

/** Whoever has one IPv6 address has the whole /64, so that is one caller. */
export function callerOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.toLowerCase().split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const gap = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array<string>(gap).fill('0'), ...after]
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16))
  return `${network.join(':')}::/64`
}

function forgetOld(times: number[], now: number, windowMs: number): void {
  // A clock set back must neither forget what was counted nor count it for hours: such times begin anew from now.
  for (let i = times.length - 1; i >= 0 && times[i]! > now; i--) times[i] = now

  const firstInWindow = times.findIndex((time) => time > now - windowMs)
  times.splice(0, firstInWindow === -1 ? times.length : firstInWindow)
}

function remember(callers: Map<string, number[]>, key: string, times: number[], capacity: number): void {
  callers.delete(key)
  callers.set(key, times)
  if (callers.size > capacity) callers.delete(callers.keys().next().value!)
}
