import { FeedFailed } from '../limit-feed.ts'
import type { EventPeriod, OpenAdrEvent } from './event.ts'

/** One value of one payload type, for a span of time; `to` is null for as long as the event is there. */
export type EventSpan = {
  event: OpenAdrEvent
  type: string
  value: unknown
  from: Temporal.Instant
  to: Temporal.Instant | null
}

export type EventInterval = Pick<EventSpan, 'from' | 'to'> & {
  id: number
  payloads: OpenAdrEvent['intervals'][number]['payloads']
}

/**
 * An event as spans of time. Intervals without a period of their own follow one another from the event's beginning, each
 * as long as the event's period says. No duration, none at all or 9999 years: for as long as the event is there.
 */
export function spansOf(event: OpenAdrEvent): EventSpan[] {
  return intervalsOf(event).flatMap(({ from, to, payloads }) =>
    payloads.map(({ type, values }) => ({ event, type, value: values[0], from, to })),
  )
}

/** The same by its intervals, under the ids that it has given them. */
export function intervalsOf(event: OpenAdrEvent): EventInterval[] {
  const intervals: EventInterval[] = []
  let next = event.intervalPeriod ? startOf(event.intervalPeriod, event) : null
  for (const [at, { id, intervalPeriod: own, payloads }] of event.intervals.entries()) {
    const from = own ? startOf(own, event) : next
    if (from === null) throw new FeedFailed(`the event ${shown(event)} has an interval without a beginning`)
    const to = endOf(from, own?.duration ?? event.intervalPeriod?.duration)
    intervals.push({ id: id ?? at, from, to, payloads })
    next = to
  }
  return intervals
}

export function shown({ eventName, id }: OpenAdrEvent): string {
  return (eventName || id).replaceAll(/\p{C}+/gu, ' ').slice(0, 100)
}

/** When it was made, or changed; null: it does not say. */
export function toldAt({ createdDateTime, modificationDateTime }: OpenAdrEvent): Temporal.Instant | null {
  const text = createdDateTime || modificationDateTime
  return text ? instantOf(text) : null
}

/** A beginning in the first year means now; the event's last change, so that it stays the same from poll to poll. */
function startOf({ start }: EventPeriod, event: OpenAdrEvent): Temporal.Instant {
  if (!start.startsWith('0001-01-01')) return instantOf(start)
  const since = event.modificationDateTime || event.createdDateTime
  return since ? instantOf(since) : Temporal.Instant.fromEpochMilliseconds(0)
}

function endOf(from: Temporal.Instant, text: string | null | undefined): Temporal.Instant | null {
  if (!text) return null
  const duration = durationOf(text)
  if (duration.blank || duration.years >= 1000) return null
  if (duration.sign < 0) throw new FeedFailed('an event has a negative duration')
  const to = from.toZonedDateTimeISO('UTC').add(duration).toInstant()
  return to
}

function instantOf(text: string): Temporal.Instant {
  try {
    // Some servers leave the zone out; the standard means UTC.
    return Temporal.Instant.from(/[zZ]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`)
  } catch (cause) {
    throw new FeedFailed('an event has a time that there is not', { cause })
  }
}

function durationOf(text: string): Temporal.Duration {
  try {
    return Temporal.Duration.from(text)
  } catch (cause) {
    throw new FeedFailed('an event has a duration that there is not', { cause })
  }
}
