import type { ChargerRef } from '#core/context.ts'
import { zoneOffsetOf } from '#core/metering/clock.ts'
import { readTimestamp } from './rpc/timestamp.ts'

/** A charger as its message handlers see it: who it is, and what its stamps mean. */
export type ConnectedCharger = ChargerRef & {
  /** The instant a stamp means; null when there is none or it is nonsense. A stamp without a zone is interpreted (Z-01). */
  timeOf(text: string | undefined): Temporal.Instant | null
}

/** Keeps the time zone of one connection's stamps: the configured one, or one learned from its live messages. */
export class StampReader {
  readonly charger: ConnectedCharger
  #zone: string | null
  #receivedAt: Temporal.Instant | null = null
  #isLive = false

  constructor({ id, tenant, identity }: ChargerRef, configuredZone: string | null) {
    this.#zone = configuredZone
    this.charger = { id, tenant, identity, timeOf: (text) => this.#timeOf(text) }
  }

  /** Begins a message. Only one that is made and sent at once can teach a zone; others may have waited for days. */
  begin(receivedAt: Temporal.Instant, isLive: boolean): void {
    this.#receivedAt = receivedAt
    this.#isLive = isLive
  }

  #timeOf(text: string | undefined): Temporal.Instant | null {
    if (text === undefined) return null
    const stamp = readTimestamp(text)
    if (stamp === null) return null
    if (stamp.zone === 'given') return stamp.instant
    const { instant, zone, flag } = zoneOffsetOf(stamp.local, this.#receivedAt!, this.#zone)
    if (flag === 'zone-learned' && this.#isLive) this.#zone = zone
    return instant
  }
}
