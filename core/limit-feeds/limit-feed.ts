import type { LimitKind, NewLease } from '../circuits/limit.ts'
import type { FeedReportStore, FeedReportWriter } from './feed-report.ts'

/** A link to somebody who limits a circuit or tells prices of its site: what it is, and how it does. */
export type LimitFeed = {
  id: number
  siteId: number
  circuitId: number
  protocol: 'openadr'
  /** Unique for the circuit; the limits that come of it have it as their name. */
  name: string
  settings: LimitFeedSettings
  /** When something good was heard last. */
  heardAt: Temporal.Instant | null
  /** Since when it has failed, and why in words without secrets. */
  failingSince: Temporal.Instant | null
  error: string | null
}

/** Of OpenADR 3, as a virtual end node. */
export type LimitFeedSettings = {
  /** Of the virtual top node: `/events`, `/reports` and `/auth/token` lie below it. */
  url: string
  /** Where tokens are got; null: below `url`. */
  tokenUrl: string | null
  clientId: string
  scope: string | null
  /** Null: events of all programs that the top node shows us. */
  programId: string | null
  /** By which we are called in reports. */
  clientName: string
  pollSeconds: number
  /** An order of the grid operator, or a market's. */
  kind: Extract<LimitKind, 'grid-operator' | 'flexibility' | 'external'>
  /** What applies when nothing is heard any more, in W. */
  lease: NewLease
  /** What the levels 1 to 3 of a simple signal leave, in W; null: levels are not for us. */
  levelsW: readonly [number, number, number] | null
  /** Whether it may write the site's prices. */
  takesPrices: boolean
}

export type NewLimitFeed = Pick<LimitFeed, 'siteId' | 'circuitId' | 'protocol' | 'name' | 'settings'>

export type LimitFeedStore = FeedReportStore & {
  list(siteId: number): Promise<LimitFeed[]>
  byId(id: number): Promise<LimitFeed | null>
}

export type LimitFeedWriter = FeedReportWriter & {
  /** Null: the circuit has one of this name. */
  add(feed: NewLimitFeed, secretSealed: Buffer): Promise<LimitFeed | null>
  remove(id: number): Promise<LimitFeed | null>
  /** False when it has been removed meanwhile. */
  noteHeard(id: number): Promise<boolean>
  noteFailed(id: number, error: string): Promise<void>
}
