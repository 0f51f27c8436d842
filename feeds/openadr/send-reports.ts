import type { FeedReport, ReportKey } from '#core/limit-feeds/feed-report.ts'
import type { LimitFeed } from '#core/limit-feeds/limit-feed.ts'
import { FeedFailed, type FeedWorld } from '../limit-feed.ts'
import type { OpenAdrClient } from './client.ts'
import type { OpenAdrEvent } from './event.ts'
import { fillReport, isGiven, reportName } from './fill-report.ts'
import { isForUs, newsOfEvents } from './news-of-events.ts'
import { type OwedReport, owedReports } from './owed-reports.ts'

type Sending = { feed: LimitFeed; client: OpenAdrClient; world: FeedWorld; isStopped(): boolean }

/**
 * Sends what events ask for and is due, a few at a time, and what was not taken again, later and later, for a day.
 *
 * No report is sent twice: each attempt is on record before it begins, and after one of which nobody knows how it ended
 * the top node is asked first whether it has the report.
 */
export async function sendReports(events: readonly OpenAdrEvent[], sending: Sending): Promise<void> {
  const { feed, world, isStopped } = sending
  const now = world.now()
  const ours = events.filter((event) => isForUs(event, feed.settings.clientName))
  // The meter's last minute has to be on record.
  const settled = now.subtract({ seconds: settlingSeconds })
  const owed = ours.flatMap((event) => owedBy(event, settled)).filter(isGiven)
  if (owed.length === 0) return
  const known = new Map((await world.reports.known(feed, now.subtract({ hours: 25 }))).map((one) => [textOf(one), one]))
  const due = owed.flatMap((report) => {
    const before = known.get(textOf(report.key)) ?? null
    return isDue(before, now) ? [{ report, before }] : []
  })
  for (const { report, before } of due.slice(0, mostAtOnce)) {
    if (isStopped()) return
    if (await world.reports.begin(feed, report.key, before)) await sendOne(report, before, sending)
  }
}

/** An event of which nobody can say when it is asks for nothing. */
function owedBy(event: OpenAdrEvent, now: Temporal.Instant): OwedReport[] {
  try {
    return owedReports(event, now)
  } catch (error) {
    if (error instanceof FeedFailed) return []
    throw error
  }
}

const settlingSeconds = 150
const mostAtOnce = 20

function isDue(before: FeedReport | null, now: Temporal.Instant): boolean {
  if (!before) return true
  const isOpen = before.state === 'sending' || before.state === 'waiting'
  return isOpen && Temporal.Instant.compare(before.nextAt, now) <= 0
}

async function sendOne(report: OwedReport, before: FeedReport | null, { feed, client, world }: Sending): Promise<void> {
  const { key, event, intervals } = report
  const settle = (state: FeedReport['state'], error: string | null) => world.reports.settle(feed, key, { state, error })
  try {
    const isUncertain = before?.state === 'sending'
    const { programID = null } = event
    if (isUncertain && (await client.hasReport({ eventId: event.id, programId: programID, name: reportName(key) }))) {
      return await settle('sent', null)
    }
    const span = { from: intervals[0]!.from, to: intervals.at(-1)!.to }
    const [minutes, resource] = await Promise.all([
      world.reports.measured(feed, span),
      world.reports.resourceName(feed),
    ])
    const { intervals: limits } = newsOfEvents([event], { ...feed.settings, takesPrices: false }, span.to)
    const { clientName } = feed.settings
    const body = fillReport(report, { resource, clientName, minutes, limits })
    const answer = await client.sendReport(body, programID)
    if (answer === 'taken') return await settle('sent', null)
    await settle(answer.isFinal ? 'refused' : answer.isUncertain ? 'sending' : 'waiting', answer.why)
  } catch (error) {
    if (!(error instanceof FeedFailed)) throw error
    // It may have arrived all the same.
    await settle('sending', error.message)
  }
}

function textOf({ eventId, request, dueAt }: ReportKey): string {
  return `${eventId} ${request} ${dueAt.epochMilliseconds}`
}
