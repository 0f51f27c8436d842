import type { Charger, ChargingEvent, ConnectorState, Span } from '#core/chargers/charger.ts'
import type { Uses } from '#core/context.ts'
import { isoTime } from './iso-time.ts'
import { type Availability, reportTime, viewChargerNow, viewConnector } from './view-status.ts'

/**
 * What a connector's status was, newest first, in the words of 1.6. A 2.x charger says that it is occupied, and its
 * sessions say the rest: each change of what they do is a status of its own, at the time of that change (depot-api 8.1).
 *
 * `reports` are newest first, with the one before the span; `events` are in the order of time.
 */
export function connectorHistory(
  reports: readonly ConnectorState[],
  events: readonly ChargingEvent[],
  span: Span,
): Availability[] {
  const steps: Step[] = [
    ...reports.toReversed().map((report) => ({ at: reportTime(report), report })),
    ...events.map((event) => ({ at: event.at, event })),
  ]
  const shown: Shown[] = []
  let report: ConnectorState | null = null
  let said: string | null = null
  for (const step of steps.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at))) {
    if ('report' in step) {
      report = step.report
      if (said === ended && report.status !== 'Occupied') said = null
      shown.push({ at: step.at, item: viewConnector(report, said) })
      continue
    }
    said = step.event.isEnd ? ended : step.event.chargingState
    if (report?.status !== 'Occupied') continue
    const item = { ...viewConnector(report, said), timeStamp: isoTime(step.at) }
    if (item.status !== shown.at(-1)!.item.status) shown.push({ at: step.at, item })
  }
  return newestWithin(shown, span)
}

/** The same, of what is stored. */
export async function readHistory(
  ctx: Uses<'chargers'>,
  { charger, place, span }: { charger: Charger; place: { evse: number; connector: number }; span: Span },
): Promise<Availability[]> {
  const reports = await ctx.chargers.statusHistory(charger, place, { ...span, before: true })
  const isOccupied = reports.some(({ status }) => status === 'Occupied')
  const events = isOccupied ? await ctx.chargers.chargingEvents(charger, place.evse, reportTime(reports.at(-1)!)) : []
  return connectorHistory(reports, events, span)
}

/** Of a charger that tells of its connectors alone: what they were together, newest first (depot-api 8.1). */
export function chargerHistory(reports: readonly ConnectorState[], span: Span): Availability[] {
  const last = new Map<string, ConnectorState>()
  const shown: Shown[] = []
  for (const report of reports.toSorted((a, b) => Temporal.Instant.compare(reportTime(a), reportTime(b)))) {
    last.set(`${report.evse}/${report.connector}`, report)
    const item = viewChargerNow([...last.values()])!
    const before = shown.at(-1)?.item
    if (item.status === before?.status && item.errorCode === before.errorCode) continue
    shown.push({ at: reportTime(report), item: { ...item, timeStamp: isoTime(reportTime(report)) } })
  }
  return newestWithin(shown, span)
}

type Shown = { at: Temporal.Instant; item: Availability }

function newestWithin(shown: readonly Shown[], span: Span): Availability[] {
  return shown
    .toReversed()
    .filter(({ at }) => isWithin(at, span))
    .slice(0, span.limit)
    .map(({ item }) => item)
}

type Step = { at: Temporal.Instant } & ({ report: ConnectorState } | { event: ChargingEvent })

/** The session is over, and the cable is still in: what it will say next is that nobody is there. */
const ended = 'Idle'

function isWithin(at: Temporal.Instant, { from, to }: Span): boolean {
  return (!from || Temporal.Instant.compare(at, from) >= 0) && (!to || Temporal.Instant.compare(at, to) <= 0)
}
