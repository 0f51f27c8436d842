import type {
  FeedReport,
  MeasuredMinute,
  ReportedFeed,
  ReportKey,
  ReportOutcome,
} from '#core/limit-feeds/feed-report.ts'
import type { LimitFeed } from '#core/limit-feeds/limit-feed.ts'
import type { LimitNews } from '#core/limit-feeds/take-news.ts'

/** A link to somebody who limits a circuit, whatever its protocol. */
export type RunningLimitFeed = {
  start(): void
  /** Resolves when nothing of it is under way any more. */
  stop(): Promise<void>
  status(): FeedStatus
}

export type FeedStatus = {
  state: 'connecting' | 'heard' | 'failing' | 'stopped'
  lastHeard: Temporal.Instant | null
  /** In words, without addresses or secrets. */
  error: string | null
}

/** What a feed needs of the world, and where its news go. */
export type FeedWorld = {
  now(): Temporal.Instant
  ask: AskOutside
  heard(feed: LimitFeed, news: LimitNews): Promise<void>
  failed(feed: LimitFeed, error: string): Promise<void>
  reports: ReportWorld
  /** A fault of ours, or a database that is away: it is logged, and the feed goes on. */
  broken(error: unknown): void
}

/** What reports are made of, and where it is kept what became of them. */
export type ReportWorld = {
  known(feed: ReportedFeed, since: Temporal.Instant): Promise<FeedReport[]>
  /** False: somebody else does. */
  begin(feed: ReportedFeed, key: ReportKey, before: FeedReport | null): Promise<boolean>
  settle(feed: ReportedFeed, key: ReportKey, outcome: ReportOutcome): Promise<void>
  measured(feed: ReportedFeed, span: { from: Temporal.Instant; to: Temporal.Instant }): Promise<MeasuredMinute[]>
  /** By which the other side knows the circuit. */
  resourceName(feed: ReportedFeed): Promise<string>
}

/** Calls an address outside; fails when there is no whole answer in time. */
export type AskOutside = (
  url: string,
  request: { method: 'GET' | 'POST'; headers: Record<string, string>; body?: string },
) => Promise<{ status: number; body: string }>

/** Why nothing could be heard, in words for people. */
export class FeedFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'FeedFailed'
  }
}
