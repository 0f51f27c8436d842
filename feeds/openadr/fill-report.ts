import type { LimitInterval } from '#core/circuits/limit.ts'
import type { MeasuredMinute } from '#core/limit-feeds/feed-report.ts'
import type { OwedReport, ReportedInterval } from './owed-reports.ts'
import { type PowerOver, powerOver } from './power-over.ts'

export type ReportWords = {
  /** By which the top node knows what is measured. */
  resource: string
  clientName: string
  minutes: readonly MeasuredMinute[]
  /** What the event leaves, in W. */
  limits: readonly LimitInterval[]
}

export type OpenAdrReport = {
  objectType: 'REPORT'
  eventID: string
  clientName: string
  reportName: string
  payloadDescriptors: object[]
  resources: object[]
}

type Payload = { type: string; values: (number | string)[] }

/** Whether what is asked for can be told truthfully from what is measured and what the event says. */
export function isGiven({ asked }: Pick<OwedReport, 'asked'>): boolean {
  return Object.hasOwn(kinds, asked.payloadType)
}

/**
 * The report as OpenADR 3 says it, interval by interval under the event's ids. What no meter has told is said to be
 * missing, and what was told in part to be estimated.
 */
export function fillReport({ key, event, asked, intervals }: OwedReport, words: ReportWords): OpenAdrReport {
  const kind = kinds[asked.payloadType]!
  const units = kind.units && (scales[kind.units][unitOf(asked.units)] ? unitOf(asked.units) : `K${kind.units}`)
  const divisor = kind.units ? scales[kind.units][units!]! : 1
  const isPeak = asked.readingType === 'PEAK'
  return {
    objectType: 'REPORT',
    eventID: event.id,
    clientName: words.clientName,
    reportName: reportName(key),
    payloadDescriptors: [
      {
        ...{ objectType: 'REPORT_PAYLOAD_DESCRIPTOR', payloadType: asked.payloadType },
        readingType: asked.payloadType === 'DEMAND' && isPeak ? 'PEAK' : kind.readingType,
        ...(units ? { units } : {}),
      },
    ],
    resources: [
      {
        resourceName: asked.aggregate ? 'AGGREGATED_REPORT' : words.resource,
        intervals: intervals.map((interval) => {
          const limitW = lowestOf(words.limits, interval)
          const power = powerOver(words.minutes, interval)
          const said = kind.tell({ power, limitW, isPeak })
          const payload = said === null ? [] : [{ type: asked.payloadType, values: [scaled(said, divisor)] }]
          return {
            id: interval.id,
            intervalPeriod: {
              start: interval.from.toString(),
              duration: interval.from.until(interval.to, { largestUnit: 'hour' }).toString(),
            },
            payloads: [...payload, ...quality(said, kind.isMeasured ? power.knownShare : 1)],
          }
        }),
      },
    ],
  }
}

/** Unique among the reports of its event, so that it can be found again. */
export function reportName({ request, dueAt }: OwedReport['key']): string {
  return `${request}-${dueAt.toString()}`
}

type Told = { power: PowerOver; limitW: number | null; isPeak: boolean }
type Kind = {
  units: 'W' | 'WH' | null
  readingType: string
  /** Whether it stands on what a meter told. */
  isMeasured: boolean
  /** Null: it is not known. */
  tell(told: Told): number | string | null
}

const kinds: Record<string, Kind | undefined> = {
  USAGE: { units: 'WH', readingType: 'SUMMED', isMeasured: true, tell: ({ power }) => power.importWh },
  DEMAND: {
    ...{ units: 'W', readingType: 'MEAN', isMeasured: true },
    tell: ({ power, isPeak }) => {
      const watts = isPeak ? power.peakW : power.meanW
      // OpenADR 3.1: a demand is not below zero.
      return watts === null ? null : Math.max(0, watts)
    },
  },
  OPERATING_STATE: {
    ...{ units: null, readingType: 'DIRECT_READ', isMeasured: true },
    tell: ({ power, limitW }) => {
      if (power.meanW === null) return null
      const does = power.meanW >= significantW ? 'RUNNING' : 'IDLE'
      return `${does}_${limitW === null ? 'NORMAL' : 'CURTAILED'}`
    },
  },
  SETPOINT: { units: 'W', readingType: 'DIRECT_READ', isMeasured: false, tell: ({ limitW }) => limitW },
}

const significantW = 1_000

const scales: Record<'W' | 'WH', Record<string, number | undefined>> = {
  W: { W: 1, KW: 1_000, MW: 1_000_000 },
  WH: { WH: 1, KWH: 1_000, MWH: 1_000_000 },
}

function unitOf(text: string | null | undefined): string {
  return (text ?? '').toUpperCase()
}

function scaled(value: number | string, divisor: number): number | string {
  return typeof value === 'string' ? value : Number((value / divisor).toFixed(6))
}

function quality(said: number | string | null, knownShare: number): Payload[] {
  if (said === null) return [{ type: 'DATA_QUALITY', values: ['MISSING'] }]
  return knownShare < 0.999 ? [{ type: 'DATA_QUALITY', values: ['ESTIMATED'] }] : []
}

/** The lowest limit that held at any time of the interval. */
function lowestOf(limits: readonly LimitInterval[], { from, to }: ReportedInterval): number | null {
  const held = limits.filter(
    (limit) =>
      Temporal.Instant.compare(limit.from, to) < 0 &&
      (limit.to === null || Temporal.Instant.compare(limit.to, from) > 0),
  )
  return held.length === 0 ? null : Math.min(...held.map(({ value }) => value))
}
