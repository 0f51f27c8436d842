import type { ChargerRef } from '#core/context.ts'
import { type ZoneFlag, zoneOffsetOf } from '#core/metering/clock.ts'
import type { DeviationRule, NoteDeviation } from './deviations.ts'
import { readTimestamp } from './rpc/timestamp.ts'

/** A charger as its message handlers see it: who it is, and what its stamps mean. */
export type ConnectedCharger = ChargerRef & {
  /** The instant a stamp means; null when there is none or it is nonsense. A stamp without a zone is interpreted (Z-01). */
  timeOf(text: string | undefined): Temporal.Instant | null
  /** Where the zone of a stamp without one comes from; null for one that has its own. */
  zoneFlagOf(text: string | undefined): ZoneFlag | null
  /** Counts what was tolerated in the message that is being handled. */
  deviated: NoteDeviation
  /** It came with a certificate that has expired: it waits until it has a new one (A00.FR.429). */
  isHeldBack: boolean
}

/** What a reader of stamps needs of the charger. */
export function stampsOf({
  timeOf,
  zoneFlagOf,
  deviated,
}: ConnectedCharger): Pick<ConnectedCharger, 'timeOf' | 'zoneFlagOf' | 'deviated'> {
  return { timeOf, zoneFlagOf, deviated }
}

/** Keeps the time zone of one connection's stamps: the configured one, or one learned from its live messages. */
export class StampReader {
  readonly charger: ConnectedCharger
  readonly #isConfigured: boolean
  #zone: string | null
  #receivedAt: Temporal.Instant | null = null
  #isLive = false
  #action = ''

  constructor(
    { id, tenant, identity }: ChargerRef,
    configuredZone: string | null,
    deviated: (rule: DeviationRule, action: string, example: string) => void,
    isHeldBack = false,
  ) {
    this.#zone = configuredZone
    this.#isConfigured = configuredZone !== null
    this.charger = {
      id,
      tenant,
      identity,
      isHeldBack,
      timeOf: (text) => this.#timeOf(text),
      zoneFlagOf: (text) => this.#zoneFlagOf(text),
      deviated: (rule, example = '') => deviated(rule, this.#action, example),
    }
  }

  /** Begins a message. Only one that is made and sent at once can teach a zone; others may have waited for days. */
  begin(receivedAt: Temporal.Instant, isLive: boolean, action: string): void {
    this.#action = action
    this.#receivedAt = receivedAt
    this.#isLive = isLive
  }

  #timeOf(text: string | undefined): Temporal.Instant | null {
    if (text === undefined) return null
    const stamp = readTimestamp(text)
    if (stamp === null) {
      this.charger.deviated('timestamp-senseless', text.slice(0, 40))
      return null
    }
    if (stamp.zone === 'given') {
      if (stamp.instant.epochMilliseconds < earliestMs) this.charger.deviated('timestamp-senseless', text.slice(0, 40))
      return stamp.instant
    }
    const { instant, zone, flag } = zoneOffsetOf(stamp.local, this.#receivedAt!, this.#zone)
    if (flag === 'zone-learned' && this.#isLive) this.#zone = zone
    return instant
  }

  #zoneFlagOf(text: string | undefined): ZoneFlag | null {
    if (text === undefined || text.endsWith('Z')) return null
    const stamp = readTimestamp(text)
    if (stamp === null || stamp.zone === 'given') return null
    if (this.#zone !== null) return this.#isConfigured ? 'zone-configured' : 'zone-learned'
    return zoneOffsetOf(stamp.local, this.#receivedAt!, null).flag
  }
}

// Z-02: a charger that has not set its clock yet.
const earliestMs = Date.UTC(2015, 0, 1)
