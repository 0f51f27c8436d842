import type { Uses } from '../context.ts'
import type { FeedReport, ReportedFeed, ReportKey } from './feed-report.ts'

/**
 * Puts an attempt to report on record before it begins, so that a report is never sent by two, or twice because we have
 * forgotten it. False: it is not for us to send now.
 */
export async function beginReport(
  ctx: Uses<'now' | 'transaction'>,
  { id }: ReportedFeed,
  key: ReportKey,
  before: FeedReport | null,
): Promise<boolean> {
  const number = (before?.attempts ?? 0) + 1
  const nextAt = ctx.now().add({ seconds: secondsUntilNext(number) })
  return ctx.transaction((tx) => tx.limitFeeds.beginReport(id, key, { number, nextAt }))
}

/** Twice as long after every attempt, an hour at most. */
function secondsUntilNext(attempt: number): number {
  return Math.min(3_600, 30 * 2 ** (attempt - 1))
}
