import type { ChargerUpdate, LiveFeed, LiveListener, ToldCharger } from '#core/live/live-feed.ts'
import type { Member, Writes } from './group-commit.ts'
import { messageKey } from './message-row.ts'

/** Passes on what took effect to those who show it live. */
export class LiveChanges implements LiveFeed {
  readonly #listeners = new Map<number, Set<LiveListener>>()
  #passing: Passing | null = null

  subscribe(tenant: number, listener: LiveListener): () => void {
    const listeners = this.#listeners.get(tenant) ?? new Set()
    this.#listeners.set(tenant, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#listeners.get(tenant) === listeners) this.#listeners.delete(tenant)
    }
  }

  /** Asked before anything is put together for nobody. */
  get isWatched(): boolean {
    return this.#listeners.size > 0 || this.#passing !== null
  }

  /** Also tells of those chargers whose sites other nodes steer; null: of none. */
  passOn(passing: Passing | null): void {
    this.#passing = passing
  }

  /** The member's writes are durable. */
  committed(member: Member): void {
    const tenant = tenantOf(member.writes) ?? 0
    const listeners = this.#listeners.get(tenant)
    const passing = this.#passing?.chargers.has(member.charger) ? this.#passing : null
    if (!listeners && !passing) return
    const update = updateOf(member)
    for (const listener of listeners ?? none) listener.chargerChanged(update)
    passing?.tell(tenant, update)
  }

  /** Another node's words. */
  told(tenant: number, told: ToldCharger): void {
    for (const listener of this.#listeners.get(tenant) ?? none) listener.chargerTold?.(told)
  }

  chargerConfigured(tenant: number, chargerId: number): void {
    for (const listener of this.#listeners.get(tenant) ?? []) listener.chargerConfigured(chargerId)
  }

  /** Of one tenant, or of any. */
  commandsChanged(tenant?: number): void {
    for (const [of, listeners] of this.#listeners) {
      if (tenant === undefined || of === tenant) for (const listener of listeners) listener.commandsChanged()
    }
  }
}

type Passing = { chargers: ReadonlySet<number>; tell(tenant: number, update: ChargerUpdate): void }

function tenantOf(writes: Writes): number | undefined {
  for (const name in writes) return writes[name as keyof Writes]?.[0]?.tenant
  return undefined
}

function updateOf({ charger, writes }: Member): ChargerUpdate {
  const observed = writes.chargerState?.at(-1)
  const link = writes.linkChange?.at(-1)
  return {
    chargerId: charger,
    link: link ? { connected: link.connected, at: link.at, version: link.version } : null,
    boot: observed?.boot ?? null,
    states: writes.evseState?.map((row) => row.state) ?? none,
    readings: writes.meterReading?.map((row) => row.reading) ?? none,
    sessions: writes.session ?? none,
    messages: writes.messageLog?.map((row) => ({ ...row, key: messageKey(row) })) ?? none,
  }
}

const none: readonly never[] = []
