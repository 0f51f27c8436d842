import { BoundedMap } from './bounded-map.ts'
import { ReplayCache } from './replay-cache.ts'

/** What we remember of a charger from one connection to the next. It may be lost: everything works without it. */
export type ChargerMemory = {
  replays: ReplayCache
  /** Connections in a row that never answered a ping although they sent messages (T-06). */
  pinglessConnections: number
  heartbeatSeconds: number | null
  /** When its connections were replaced lately, and until when newcomers are refused (T-08). */
  replacedAtMs: number[]
  clashUntilMs: number
  /** Tokens that were refused to it lately (S17). */
  refusedTokens: { count: number; sinceMs: number }
}

export class ChargerMemories {
  readonly #memories: BoundedMap<number, ChargerMemory>

  constructor(limit = 50_000) {
    this.#memories = new BoundedMap(limit)
  }

  of(chargerId: number): ChargerMemory {
    const memory = this.#memories.get(chargerId) ?? blank()
    this.#memories.set(chargerId, memory)
    return memory
  }
}

/**
 * Notes that a connection was replaced. True when two chargers must be fighting for one identity: more than `limit`
 * replacements in a minute, upon which newcomers are refused for a minute (T-08).
 */
export function noteReplacement(memory: ChargerMemory, limit: number, nowMs: number): boolean {
  memory.replacedAtMs = memory.replacedAtMs.filter((atMs) => nowMs - atMs < minuteMs)
  memory.replacedAtMs.push(nowMs)
  if (memory.replacedAtMs.length <= limit) return false
  memory.replacedAtMs = []
  memory.clashUntilMs = nowMs + minuteMs
  return true
}

/** Notes that a token was refused. True when there were so many within ten minutes that somebody seems to guess (S17). */
export function noteRefusedToken({ refusedTokens }: ChargerMemory, nowMs: number): boolean {
  if (nowMs - refusedTokens.sinceMs > 10 * minuteMs) {
    refusedTokens.count = 0
    refusedTokens.sinceMs = nowMs
  }
  refusedTokens.count += 1
  return guessingAt.has(refusedTokens.count)
}

/** Whether its answers to pings mean anything. */
export function ignoresPings(memory: ChargerMemory): boolean {
  return memory.pinglessConnections >= 3
}

function blank(): ChargerMemory {
  return {
    replays: new ReplayCache(),
    pinglessConnections: 0,
    heartbeatSeconds: null,
    replacedAtMs: [],
    clashUntilMs: 0,
    refusedTokens: { count: 0, sinceMs: 0 },
  }
}

const minuteMs = 60_000
const guessingAt = new Set([50, 500, 5_000])
