import type { LimitFeed } from './limit-feed.ts'

/** One report that an event asked for, by which it is known for good: also after a restart, also on another node. */
export type ReportKey = {
  eventId: string
  /** Which of the event's requests it answers. */
  request: string
  /** When the last interval that it is about has ended. */
  dueAt: Temporal.Instant
}

/** What became of it. `sending`: an attempt has begun, and nobody knows yet whether it has arrived. */
export type FeedReport = ReportKey & {
  state: 'sending' | 'waiting' | 'sent' | 'refused'
  attempts: number
  attemptedAt: Temporal.Instant
  /** When the next attempt may begin. */
  nextAt: Temporal.Instant
  /** In words without secrets. */
  error: string | null
}

export type ReportOutcome = Pick<FeedReport, 'state' | 'error'>

export type FeedReportStore = {
  /** Those of a feed that were due since then. */
  reports(feedId: number, since: Temporal.Instant): Promise<FeedReport[]>
  /** How the reports of a feed do; null: none was ever due. */
  reportStatus(feedId: number): Promise<ReportStatus | null>
}

export type ReportStatus = {
  lastSentAt: Temporal.Instant | null
  /** Of the last day, not yet taken by the other side. */
  waiting: number
  /** Of the last one that was tried, when it was not taken. */
  error: string | null
}

export type FeedReportWriter = {
  /** Puts an attempt on record; false: it was attempted by somebody else, or is over. */
  beginReport(feedId: number, key: ReportKey, attempt: { number: number; nextAt: Temporal.Instant }): Promise<boolean>
  settleReport(feedId: number, key: ReportKey, outcome: ReportOutcome): Promise<void>
}

/** The mean power of one minute at the feed's circuit, import positive. */
export type MeasuredMinute = { at: Temporal.Instant; powerW: number }

export type ReportedFeed = Pick<LimitFeed, 'id' | 'siteId' | 'circuitId'>
