import type { LimitInterval } from '#core/circuits/limit.ts'
import type { LimitFeedSettings } from '#core/limit-feeds/limit-feed.ts'
import type { LimitNews } from '#core/limit-feeds/take-news.ts'
import { FeedFailed } from '../limit-feed.ts'
import type { OpenAdrEvent } from './event.ts'
import { pricesOf } from './prices-of-spans.ts'
import { type EventSpan, shown, spansOf } from './spans-of-event.ts'

/**
 * What a top node's events say together. Capacity limits and simple levels become limits in W: where several hold at
 * once they stay side by side, and the lowest counts. Other kinds of payload are not for us.
 */
export function newsOfEvents(
  events: readonly OpenAdrEvent[],
  settings: Pick<LimitFeedSettings, 'levelsW' | 'clientName' | 'takesPrices'>,
  now: Temporal.Instant,
): LimitNews {
  const forgotten = now.subtract({ hours: 24 })
  const spans = events
    .filter((event) => isForUs(event, settings.clientName))
    .flatMap(spansOf)
    .filter(({ to }) => to === null || Temporal.Instant.compare(to, forgotten) > 0)
  const limits = spans.flatMap((span) => limitOf(span, settings))
  limits.sort(
    (a, b) => Temporal.Instant.compare(a.interval.from, b.interval.from) || a.interval.value - b.interval.value,
  )
  const names = [...new Set(limits.map(({ event }) => shown(event)))].sort()
  return {
    intervals: limits.map(({ interval }) => interval),
    reason: names.length === 0 ? null : names.join(', ').slice(0, 500),
    prices: settings.takesPrices ? pricesOf(spans) : [],
  }
}

function limitOf(
  span: EventSpan,
  { levelsW }: Pick<LimitFeedSettings, 'levelsW'>,
): { event: OpenAdrEvent; interval: LimitInterval }[] {
  const { event, type, from, to } = span
  const value =
    type === 'IMPORT_CAPACITY_LIMIT' ? capacityW(span) : type === 'SIMPLE' && levelsW ? levelW(span, levelsW) : null
  // What ends as it begins says nothing.
  if (value === null || (to !== null && Temporal.Instant.compare(to, from) <= 0)) return []
  return [{ event, interval: { from, to, value } }]
}

function capacityW({ event, type, value }: EventSpan): number {
  const units = event.payloadDescriptors?.find(({ payloadType }) => payloadType === type)?.units ?? 'KW'
  const factor = { W: 1, KW: 1000, MW: 1_000_000 }[units.toUpperCase()]
  if (factor === undefined) throw new FeedFailed(`the event ${shown(event)} has a limit that is not a power`)
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw new FeedFailed(`the event ${shown(event)} has a limit that is not a number of at least 0`)
  }
  return value * factor
}

function levelW({ event, value }: EventSpan, levelsW: readonly number[]): number | null {
  if (value === 0) return null
  const left = typeof value === 'number' ? levelsW[value - 1] : undefined
  if (left === undefined) throw new FeedFailed(`the event ${shown(event)} has a level that is not 0, 1, 2 or 3`)
  return left
}

/** 3.0 names whom an event is for; 3.1 shows everybody only what is for them. */
export function isForUs({ targets }: OpenAdrEvent, clientName: string): boolean {
  if (!Array.isArray(targets)) return true
  const named = targets.flatMap((target: unknown) => {
    const { type, values } = (target ?? {}) as { type?: unknown; values?: unknown }
    return type === 'VEN_NAME' && Array.isArray(values) ? values : []
  })
  return named.length === 0 || named.includes(clientName)
}
