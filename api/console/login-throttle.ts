import { callerOf } from '#api/http/rate-limit.ts'
import { foldLogin } from '#core/access/account.ts'
import { Refusal } from './errors.ts'

export type Attempt = {
  /** The password was right: this attempt does not count. */
  forgive(): void
}

export type LoginThrottle = {
  /** A Refusal with the time to wait when too many passwords were wrong before. */
  attempt(address: string, login: string): Attempt
}

type Failures = { count: number; lastMs: number; againMs: number }
type Rule = { free: number; longestSeconds: number }

// One person may mistype; many people behind one address may do so at once.
const perPerson: Rule = { free: 5, longestSeconds: 300 }
const perAddress: Rule = { free: 30, longestSeconds: 60 }
const forgottenAfterMs = 30 * 60_000
const mostRemembered = 20_000

/**
 * Makes each wrong password cost a longer wait: for this login from this address, and for this address. From any
 * other address the person comes in as ever, so that nobody can lock somebody else out.
 *
 * An attempt counts from its beginning, so that many at once gain nothing.
 */
export function createLoginThrottle(nowMs: () => number): LoginThrottle {
  const failures = new Map<string, Failures>()

  return {
    attempt(address, login) {
      const caller = callerOf(address)
      const counted = [
        { key: `${caller} ${foldLogin(login)}`, rule: perPerson },
        { key: caller, rule: perAddress },
      ]
      const now = nowMs()
      for (const { key } of counted) followClock(failures.get(key), now)
      const waitMs = Math.max(...counted.map(({ key }) => (failures.get(key)?.againMs ?? 0) - now))
      if (waitMs > 0) throw slowDown(Math.ceil(waitMs / 1000))
      for (const { key, rule } of counted) count(failures, key, rule, now)
      return { forgive: () => forgive(failures, counted[0]!.key, counted[1]!.key) }
    },
  }
}

// A clock set back must not make anybody wait for hours: the wait begins anew from now.
function followClock(known: Failures | undefined, now: number): void {
  if (!known || known.lastMs <= now) return
  known.againMs -= known.lastMs - now
  known.lastMs = now
}

function count(failures: Map<string, Failures>, key: string, rule: Rule, now: number): void {
  const known = failures.get(key)
  const before = known && now - known.lastMs < forgottenAfterMs ? known.count : 0
  const over = before + 1 - rule.free
  const waitSeconds = over < 0 ? 0 : Math.min(2 ** over, rule.longestSeconds)
  failures.delete(key)
  failures.set(key, { count: before + 1, lastMs: now, againMs: now + waitSeconds * 1000 })
  if (failures.size > mostRemembered) failures.delete(failures.keys().next().value!)
}

function forgive(failures: Map<string, Failures>, person: string, address: string): void {
  failures.delete(person)
  const shared = failures.get(address)
  if (shared) failures.set(address, { ...shared, count: shared.count - 1, againMs: 0 })
}

function slowDown(seconds: number): Refusal {
  const message = `Too many wrong passwords. Please wait ${seconds} s.`
  return new Refusal(429, 'rate_limited', message, { headers: { 'retry-after': String(seconds) } })
}
