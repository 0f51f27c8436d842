import type { DurationUnit } from '../prices/duration-unit.ts'
import type { ChargingRequest, NewChargingRequest, RequestSource } from './charging-request.ts'
import type { LimitKey, LimitSource, NewLimitSource } from './limit.ts'
import type { PriceBlock } from './price.ts'

/** What others tell a site: limits, prices, and what vehicles need; of one tenant. */
export type LimitStore = {
  /** All sources of the site's circuits that say something from `from` on, or whose lease may run out. */
  limits(siteId: number, from: Temporal.Instant): Promise<LimitSource[]>
  /** One source, also when all that it says is over; null: there is none, or it is withdrawn. */
  limit(key: LimitKey): Promise<LimitSource | null>
  /** Ascending. */
  prices(siteId: number, from: Temporal.Instant, to: Temporal.Instant): Promise<PriceBlock[]>
  /** In which unit a program wrote the durations of the site's prices last; null: none has. */
  priceDurationUnit(siteId: number): Promise<DurationUnit | null>
  /** Those that have not been withdrawn, and whose departure is not long past. */
  requests(siteId: number, now: Temporal.Instant): Promise<ChargingRequest[]>
  /** The same of one vehicle, at whichever site; the next departure first, and those without one last. */
  requestsOf(vehicleId: number, now: Temporal.Instant): Promise<ChargingRequest[]>
  /** When a source was heard last; null: never. */
  heardOf(siteId: number, source: RequestSource): Promise<Temporal.Instant | null>
  /** The same of all sources that were ever heard. */
  heard(siteId: number): Promise<ReadonlyMap<RequestSource, Temporal.Instant>>
}

export type LimitWriter = {
  /**
   * Replaces the list of this source as a whole; no intervals and no lease: withdraws it, and gives null. The same list
   * again only renews its lease: it has not changed.
   */
  writeLimits(source: NewLimitSource): Promise<{ source: LimitSource | null; hasChanged: boolean }>
  /** `lapsed`: its lease has run out, and only a new list ends the fallback. */
  renewLimits(key: LimitKey): Promise<'renewed' | 'lapsed' | 'unknown'>
  /** The list that this source had before its last change, to undo it; null when there is none. */
  formerLimits(key: LimitKey): Promise<NewLimitSource | null>
  /** Replaces what is stored in the span that these blocks cover, from the first's beginning to the last's end. */
  writePrices(siteId: number, blocks: readonly PriceBlock[]): Promise<void>
  notePriceDurationUnit(siteId: number, unit: DurationUnit): Promise<void>
  /** Adds, or updates what has the same source and request id; what was withdrawn is there again. */
  writeRequests(requests: readonly NewChargingRequest[]): Promise<void>
  /** Withdraws all of this source that are not among these; gives the ids of the withdrawn. */
  keepOnlyRequests(siteId: number, source: RequestSource, requestIds: readonly string[]): Promise<string[]>
  /** False when there is none that is not withdrawn. */
  withdrawRequest(siteId: number, source: RequestSource, requestId: string): Promise<boolean>
  noteHeard(siteId: number, source: RequestSource): Promise<void>
  bindRequest(id: number, sessionId: number): Promise<void>
}
