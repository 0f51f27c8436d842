import { callerOf } from '#api/http/rate-limit.ts'

export type WrongPasswords = {
  /** Seconds to wait before this vehicle may try again from here; null: it may. */
  waitOf(address: string, vin: string): number | null
  wrong(address: string, vin: string): void
  right(address: string, vin: string): void
}

/**
 * Slows down who guesses the passwords of vehicles: so many a minute for one VIN from one address, and so many for all
 * from there. A depot shares one address: a vehicle that has come in from there lately is let in whatever others do.
 */
export function createWrongPasswords(nowMs: () => number): WrongPasswords {
  const failures = new Map<string, { count: number; untilMs: number }>()
  const welcome = new Map<string, number>()
  const placeOf = (address: string) => callerOf(address)
  const pairOf = (address: string, vin: string) => `${callerOf(address)} ${vin.toUpperCase()}`

  const count = (key: string) => {
    const now = nowMs()
    const known = failures.get(key)
    const isCounting = known !== undefined && known.untilMs > now && known.untilMs <= now + windowMs
    remember(failures, key, isCounting ? { ...known, count: known.count + 1 } : { count: 1, untilMs: now + windowMs })
  }
  const left = (key: string, most: number): number => {
    const known = failures.get(key)
    // A clock set back must not make anybody wait for hours.
    const ms = Math.min(windowMs, (known?.untilMs ?? 0) - nowMs())
    return known && known.count >= most && ms > 0 ? Math.ceil(ms / 1_000) : 0
  }
  return {
    waitOf(address, vin) {
      const pair = pairOf(address, vin)
      const isWelcome = (welcome.get(pair) ?? 0) > nowMs()
      const seconds = Math.max(left(pair, mostOfOne), isWelcome ? 0 : left(placeOf(address), mostOfAddress))
      return seconds > 0 ? seconds : null
    },
    wrong(address, vin) {
      count(pairOf(address, vin))
      count(placeOf(address))
    },
    right: (address, vin) => remember(welcome, pairOf(address, vin), nowMs() + welcomeMs),
  }
}

function remember<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key)
  map.set(key, value)
  if (map.size > mostRemembered) map.delete(map.keys().next().value!)
}

const windowMs = 60_000
const welcomeMs = 24 * 3_600_000
// A vehicle with a wrong password tries every ten seconds.
const mostOfOne = 10
const mostOfAddress = 300
const mostRemembered = 20_000
