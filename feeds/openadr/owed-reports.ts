import { Check } from 'typebox/value'
import type { ReportKey } from '#core/limit-feeds/feed-report.ts'
import { type OpenAdrEvent, ReportDescriptor } from './event.ts'
import { type EventInterval, intervalsOf, toldAt } from './spans-of-event.ts'

/** A report that an event asked for, and whose intervals are over. */
export type OwedReport = {
  key: ReportKey
  event: OpenAdrEvent
  asked: ReportDescriptor
  intervals: readonly ReportedInterval[]
}

export type ReportedInterval = { id: number; from: Temporal.Instant; to: Temporal.Instant }

/**
 * The reports of the last day that an event asks for, the oldest first. Of what was over before its event was told only the
 * last one is owed (OpenADR 3.1 User Guide 7.5). Forecasts, and reports at a time of our own choosing, are not given.
 */
export function owedReports(event: OpenAdrEvent, now: Temporal.Instant): OwedReport[] {
  const owed = requestsOf(event).flatMap((asked, at) =>
    Check(ReportDescriptor, asked) ? owedTo(event, { asked, at }, now) : [],
  )
  return owed.sort((a, b) => Temporal.Instant.compare(a.key.dueAt, b.key.dueAt))
}

function requestsOf({ reportDescriptors }: OpenAdrEvent): unknown[] {
  return Array.isArray(reportDescriptors) ? reportDescriptors.slice(0, mostRequests) : []
}

const mostRequests = 20

function owedTo(
  event: OpenAdrEvent,
  { asked, at }: { asked: ReportDescriptor; at: number },
  now: Temporal.Instant,
): OwedReport[] {
  if (asked.historical === false || asked.frequency === 0) return []
  const ended = intervalsAsked(event, now)
  const { ends, count } = windowsOf(asked, event, ended)
  const reports = ends.flatMap((end): OwedReport[] => {
    const intervals = ended.list.slice(Math.max(0, end - count + 1 - ended.first), end + 1 - ended.first)
    const dueAt = intervals.at(-1)?.to
    if (!dueAt || Temporal.Instant.compare(dueAt, now) > 0) return []
    const key = { eventId: event.id, request: `${asked.payloadType.slice(0, 100)}-${at}`, dueAt }
    return [{ key, event, asked, intervals }]
  })
  const since = toldAt(event)
  return reports.filter(
    ({ key: { dueAt } }, index) =>
      now.since(dueAt).total('hours') < 24 &&
      (index === reports.length - 1 || since === null || Temporal.Instant.compare(dueAt, since) > 0),
  )
}

type Asked = {
  /** How many there are before the first of the list. */
  first: number
  list: readonly ReportedInterval[]
  /** Null: they go on for ever. */
  total: number | null
}

/** The event's intervals; without any its period is repeated, and only those of the last days are looked at. */
function intervalsAsked(event: OpenAdrEvent, now: Temporal.Instant): Asked {
  if (event.intervals.length > 0) {
    const list = intervalsOf(event).map(({ id, from, to }) => ({ id, from, to: to ?? never }))
    return { first: 0, list, total: list.length }
  }
  const [one] = event.intervalPeriod ? intervalsOf({ ...event, intervals: [{ id: 0, payloads: [] }] }) : []
  if (!one?.to) return { first: 0, list: [], total: null }
  return repeated(one, one.to, now)
}

const never = Temporal.Instant.from('9999-01-01T00:00:00Z')

function repeated({ from }: EventInterval, to: Temporal.Instant, now: Temporal.Instant): Asked {
  const eachMs = to.epochMilliseconds - from.epochMilliseconds
  const passed = Math.floor((now.epochMilliseconds - from.epochMilliseconds) / eachMs)
  const first = Math.max(0, passed - mostLookedAt)
  const at = (index: number) => from.add({ milliseconds: index * eachMs })
  const list = Array.from({ length: Math.max(0, passed - first) }, (_, i) => ({
    ...{ id: first + i, from: at(first + i), to: at(first + i + 1) },
  }))
  return { first, list, total: null }
}

const mostLookedAt = 2_000

/**
 * With which intervals reports end, and how many each is about. A window that would begin before the first interval
 * begins with `startInterval`: the guide's examples count so.
 */
function windowsOf(
  { startInterval, numIntervals, frequency, repeat }: ReportDescriptor,
  { intervals }: OpenAdrEvent,
  { first, list, total }: Asked,
): { ends: number[]; count: number } {
  const asked = numIntervals ?? -1
  const count = asked > 0 ? asked : intervals.length > 0 ? first + list.length : 1
  const start = startInterval ?? -1
  const begins = start >= 0 && asked > 0 && start - asked + 1 < 0
  const end = start < 0 ? (total ?? count) - 1 : begins ? start + asked - 1 : start
  const every = frequency && frequency > 0 ? frequency : count
  const times = repeat === -1 ? Number.POSITIVE_INFINITY : (repeat ?? 1)
  const ends: number[] = []
  for (let turn = Math.max(0, Math.ceil((first - end) / every)); turn < times; turn++) {
    const next = end + turn * every
    if (next >= first + list.length) break
    ends.push(next)
  }
  return { ends, count }
}
