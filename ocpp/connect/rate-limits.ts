import { isIPv6 } from 'node:net'
import { BoundedMap } from '../bounded-map.ts'
import type { ConnectSettings } from '../settings.ts'
import { TokenBucket } from '../token-bucket.ts'

/** Who tries to connect, and from where. */
export type Attempt = { address: string; identity: string }

type Failures = { count: number; lastAtMs: number; blockedUntilMs: number }
type Source = Failures & { attempts: TokenBucket; pending: number }

/**
 * Slows down those who guess passwords, never the charger that knows its own.
 *
 * Failures are counted per address, and per address and identity; each one above the free ones doubles the wait, up
 * to a maximum. No count of an identity alone ever refuses: whoever attacks a charger from elsewhere must not be able
 * to lock it out (S2). A charger that got in from an address lately is not held up by the failures of its neighbours
 * behind the same address.
 */
export class ConnectLimits {
  readonly #settings: ConnectSettings
  readonly #sources: BoundedMap<string, Source>
  readonly #pairs: BoundedMap<string, Failures>
  readonly #arrived: BoundedMap<string, number>
  readonly #tries: BoundedMap<string, TokenBucket>
  readonly #identities: BoundedMap<string, Failures>

  constructor(settings: ConnectSettings, limit = 20_000) {
    this.#settings = settings
    this.#sources = new BoundedMap(limit)
    this.#pairs = new BoundedMap(limit)
    this.#arrived = new BoundedMap(limit)
    this.#tries = new BoundedMap(limit)
    this.#identities = new BoundedMap(limit)
  }

  /** Begins an attempt. Above 0 it is refused, and may be repeated after so many seconds; else `end` must follow. */
  begin(attempt: Attempt, nowMs: number): number {
    const source = this.#source(attempt.address, nowMs)
    const tries = this.#triesOf(attempt, nowMs)
    const rateMs = Math.max(source.attempts.waitMs(nowMs), tries.waitMs(nowMs))
    const waitMs = Math.max(this.#blockedMs(attempt, source, nowMs), rateMs)
    if (waitMs > 0) return Math.ceil(waitMs / 1_000)
    if (source.pending >= this.#settings.maxPendingPerAddress) return 1
    source.attempts.take(nowMs)
    tries.take(nowMs)
    source.pending += 1
    return 0
  }

  end({ address }: Attempt): void {
    const source = this.#sources.get(networkOf(address))
    if (source && source.pending > 0) source.pending -= 1
  }

  succeeded(attempt: Attempt, nowMs: number): void {
    this.#sources.get(networkOf(attempt.address))?.attempts.giveBack()
    this.#pairs.delete(pairOf(attempt))
    this.#arrived.set(pairOf(attempt), nowMs)
  }

  /** Counts wrong credentials or an unknown identity; tells how long to hold back the refusal, and whether to alarm. */
  failed(attempt: Attempt, nowMs: number): { delayMs: number; isAlarm: boolean } {
    const { freeFailures } = this.#settings
    this.#count(this.#source(attempt.address, nowMs), freeFailures.address, nowMs)
    const pair = this.#pairs.get(pairOf(attempt)) ?? fresh(nowMs)
    this.#count(pair, freeFailures.identity, nowMs)
    this.#pairs.set(pairOf(attempt), pair)

    const identity = attempt.identity.toLowerCase()
    const all = this.#identities.get(identity) ?? fresh(nowMs)
    this.#count(all, freeFailures.identity, nowMs)
    this.#identities.set(identity, all)
    return { delayMs: holdBackMs(all.count), isAlarm: alarmAt.has(all.count) }
  }

  #blockedMs(attempt: Attempt, source: Source, nowMs: number): number {
    const pairMs = (this.#pairs.get(pairOf(attempt))?.blockedUntilMs ?? 0) - nowMs
    const arrivedAtMs = this.#arrived.get(pairOf(attempt))
    const isTrusted = arrivedAtMs !== undefined && nowMs - arrivedAtMs < trustedForMs
    return isTrusted ? pairMs : Math.max(pairMs, source.blockedUntilMs - nowMs)
  }

  #count(failures: Failures, free: number, nowMs: number): void {
    if (nowMs - failures.lastAtMs > forgottenAfterMs) failures.count = 0
    failures.count += 1
    failures.lastAtMs = nowMs
    const over = failures.count - free
    if (over > 0) failures.blockedUntilMs = nowMs + Math.min(2 ** (over - 1), this.#settings.maxBlockSeconds) * 1_000
  }

  #triesOf(attempt: Attempt, nowMs: number): TokenBucket {
    const { triesPerSecond, triesBurst } = this.#settings
    const known = this.#tries.get(pairOf(attempt)) ?? new TokenBucket(triesPerSecond, triesBurst, nowMs)
    this.#tries.set(pairOf(attempt), known)
    return known
  }

  #source(address: string, nowMs: number): Source {
    const network = networkOf(address)
    const known = this.#sources.get(network)
    if (known) return known
    const attempts = new TokenBucket(this.#settings.attemptsPerSecond, this.#settings.attemptBurst, nowMs)
    const source: Source = { ...fresh(nowMs), attempts, pending: 0 }
    this.#sources.set(network, source)
    return source
  }
}

function fresh(nowMs: number): Failures {
  return { count: 0, lastAtMs: nowMs, blockedUntilMs: 0 }
}

function pairOf({ address, identity }: Attempt): string {
  return `${networkOf(address)} ${identity.toLowerCase()}`
}

// One customer usually has a whole /64 of IPv6 addresses to attack from.
function networkOf(address: string): string {
  if (address.startsWith('::ffff:')) return address.slice(7)
  return isIPv6(address) ? firstGroups(address) : address
}

function firstGroups(address: string): string {
  const [head = '', tail] = address.split('::')
  const groups = head.split(':')
  const missing = tail === undefined ? 0 : 4 - groups.length
  return [...groups, ...Array<string>(Math.max(0, missing)).fill('0')].slice(0, 4).join(':')
}

/** A refusal comes at once for those who mistype, and after seconds for those who guess. */
function holdBackMs(failures: number): number {
  return failures <= 3 ? 0 : Math.min(2 ** (failures - 4) * 250, 4_000)
}

const alarmAt = new Set([20, 100, 1_000, 10_000])
const forgottenAfterMs = 10 * 60_000
const trustedForMs = 24 * 3_600_000
