import type { ChargingRequest, RequestSource } from '../circuits/charging-request.ts'
import type { SiteSettings } from '../circuits/site.ts'
import { type Conditioning, conditioningFrom } from './conditioning.ts'
import { matchingRequests, type Stay } from './matching-requests.ts'
import type { Vehicle } from './vehicle.ts'

export type Confidence = 'measured' | 'reported' | 'assumed'

/** A value with whom it came from; `at` is when it was said, null for what the site takes as usual. */
export type Told<T> = { value: T; source: RequestSource; confidence: Confidence; at: Temporal.Instant | null }

/** What a session needs: one word of all its sources (smart-charging 2.2). */
export type Need = {
  /** What is still missing now, in Wh at the battery. */
  minimumWh: Told<number>
  fullWh: Told<number>
  departsAt: Told<Temporal.Instant>
  klass: Told<number>
  /** Before a departure that somebody has told. */
  precondition: Told<Conditioning> | null
  /** Which of them nobody has told, or nobody lately. */
  assumed: ('need' | 'departure')[]
  /** Of the oldest thing that need and departure stand on and that is told anew, in seconds; null when there is none. */
  ageSeconds: number | null
}

export type NeedInput = {
  requests: readonly ChargingRequest[]
  /** When each source was heard last. */
  heard: ReadonlyMap<RequestSource, Temporal.Instant>
  settings: Pick<SiteSettings, 'usualStayHours' | 'usualNeedWh'>
  stay: Stay
  vehicle: Vehicle | null
  /** What the charger or the vehicle measured in this session, in percent. */
  soc: { value: number; at: Temporal.Instant } | null
  /** What the session has got since an instant, in Wh. */
  energySince(at: Temporal.Instant): number
  /** The same, since its vehicle has said what is still missing. */
  energySinceSaid(at: Temporal.Instant): number
  now: Temporal.Instant
}

/**
 * Joins what several sources say of a session, member by member, the best one first (smart-charging 2.2). What nobody
 * tells is as usual at the site, and said to be assumed; so is the departure by a schedule that has been silent for two
 * hours, which still counts (smart-charging 8).
 */
export function needOf(input: NeedInput): Need {
  const { now, settings, stay } = input
  const of = matchingRequests(input.requests, stay)
  const needs = needSources.flatMap((source) => energyOf(of.get(source), input))
  const fullWh = needs.find((told) => told.full !== null)
  const minimumWh = needs.find((told) => told.minimum !== null)
  const full = fullWh ? { ...fullWh.told, value: fullWh.full! } : usualNeed(input)
  const minimum = minimumWh ? { ...minimumWh.told, value: minimumWh.minimum! } : usual(0)
  const departsAt =
    first(departureSources, of, ({ departsAt }) => departsAt, input) ??
    usual(stay.pluggedAt.add({ seconds: Math.round(settings.usualStayHours * 3600) }))
  const told = [full, departsAt].flatMap(({ source, at }) => (at && !speakOnce.has(source) ? [at] : []))
  const measured = full.confidence === 'measured' && input.soc && full.source !== 'vehicle' ? [input.soc.at] : []
  const heardAt = [...told, ...measured]
  return {
    minimumWh: { ...minimum, value: Math.min(minimum.value, full.value) },
    fullWh: full,
    departsAt,
    klass: classOf(of, input),
    precondition: departsAt.at === null ? null : first(needSources, of, blockBefore(departsAt.value, input), input),
    assumed: [
      ...(full.confidence === 'assumed' ? (['need'] as const) : []),
      ...(departsAt.confidence === 'assumed' ? (['departure'] as const) : []),
    ],
    ageSeconds:
      heardAt.length === 0
        ? null
        : Math.max(0, ...heardAt.map((at) => Math.floor((now.epochMilliseconds - at.epochMilliseconds) / 1000))),
  }
}

export const needSources = ['vehicle', 'vdv463', 'iso15118', 'fleet', 'operator', 'default'] as const
export const departureSources = ['vdv463', 'vehicle', 'fleet', 'iso15118', 'operator', 'default'] as const
// An operator's word is an override here.
const classSources = ['operator', 'vdv463', 'fleet', 'iso15118', 'vehicle', 'default'] as const

// Their lists come again and again; the others speak once.
const feeds: ReadonlySet<RequestSource> = new Set(['vdv463', 'fleet'])
// What they have said does not grow old: nobody says it a second time.
const speakOnce: ReadonlySet<RequestSource> = new Set(['operator', 'iso15118'])
const silentHours = 2
// Of a vehicle: five minutes, and that what it says is written once a minute.
const silentMinutes = 6

type Found = ReadonlyMap<RequestSource, ChargingRequest>

function first<T>(
  order: readonly RequestSource[],
  of: Found,
  member: (request: ChargingRequest) => T | null,
  input: NeedInput,
): Told<T> | null {
  for (const source of order) {
    const request = of.get(source)
    const value = request && member(request)
    if (request && value != null) return { ...saidBy(request, input), value }
  }
  return null
}

/**
 * The conditioning that a request asks for. A vehicle that fell silent before it was to begin cannot be told to: its
 * block is void; one that has begun goes on.
 */
function blockBefore(departsAt: Temporal.Instant, { now }: NeedInput) {
  return ({ source, precondition, reportedAt }: ChargingRequest): Conditioning | null => {
    if (precondition === null || source !== 'vehicle') return precondition
    const begins = conditioningFrom(departsAt, precondition.minutes)
    const until = Temporal.Instant.compare(now, begins) < 0 ? now : begins
    return Temporal.Instant.compare(reportedAt.add({ minutes: silentMinutes }), until) < 0 ? null : precondition
  }
}

function saidBy({ source, reportedAt }: ChargingRequest, { heard, now }: NeedInput): Omit<Told<never>, 'value'> {
  if (!feeds.has(source)) return { source, confidence: source === 'default' ? 'assumed' : 'reported', at: reportedAt }
  const last = heard.get(source) ?? reportedAt
  const isSilent = Temporal.Instant.compare(last.add({ hours: silentHours }), now) < 0
  return { source, confidence: isSilent ? 'assumed' : 'reported', at: last }
}

type Energy = { told: Omit<Told<never>, 'value'>; full: number | null; minimum: number | null }

/** In Wh that are still missing now. A target needs a state of charge and a battery size; without them it says nothing. */
function energyOf(request: ChargingRequest | undefined, input: NeedInput): Energy[] {
  if (!request) return []
  const { needFullWh, needMinimumWh, targetSoc, minimumSoc } = request
  const told = saidBy(request, input)
  const since = Temporal.Instant.compare(request.reportedAt, input.stay.pluggedAt) > 0 ? request.reportedAt : null
  const gotWh = request.source === 'vehicle' ? input.energySinceSaid : input.energySince
  const less = (wh: number) => Math.max(0, wh - gotWh(since ?? input.stay.pluggedAt))
  const ofSoc = missingTo(request.soc, input)
  const asked = {
    full: needFullWh !== null ? less(needFullWh) : (ofSoc?.(targetSoc) ?? null),
    minimum: needMinimumWh !== null ? less(needMinimumWh) : (ofSoc?.(minimumSoc) ?? null),
  }
  const isMeasured = request.source === 'vehicle' || (needFullWh === null && input.soc !== null)
  return [{ ...asked, told: isMeasured && told.confidence === 'reported' ? { ...told, confidence: 'measured' } : told }]
}

/** What is missing to a state of charge: from the one that was measured here, else from the one it was to come with. */
function missingTo(
  expectedSoc: number | null,
  { soc, vehicle, stay, energySince }: NeedInput,
): ((target: number | null) => number | null) | null {
  const from = soc ?? (expectedSoc === null ? null : { value: expectedSoc, at: stay.pluggedAt })
  const batteryWh = vehicle?.batteryWh ?? null
  if (from === null || batteryWh === null) return null
  return (target) =>
    target === null ? null : Math.max(0, Math.round(((target - from.value) / 100) * batteryWh - energySince(from.at)))
}

/** With a measured state of charge and a battery the whole battery, else what vehicles usually need here. */
function usualNeed(input: NeedInput): Told<number> {
  const toFull = input.soc ? missingTo(null, input)?.(100) : null
  if (input.soc && toFull != null) {
    return { value: toFull, source: 'default', confidence: 'measured', at: input.soc.at }
  }
  return usual(Math.max(0, input.settings.usualNeedWh - input.energySince(input.stay.pluggedAt)))
}

function classOf(of: Found, input: NeedInput): Told<number> {
  const asked = first(classSources, of, ({ klass }) => klass, input)
  if (asked) return asked
  const { vehicle } = input
  return vehicle?.klass != null
    ? { value: vehicle.klass, source: 'vehicle', confidence: 'reported', at: null }
    : usual(0)
}

function usual<T>(value: T): Told<T> {
  return { value, source: 'default', confidence: 'assumed', at: null }
}
