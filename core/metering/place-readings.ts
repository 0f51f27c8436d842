import type { ChargerWork, PlacedReading } from '../context.ts'
import { type ChargerClock, observeClock, placeInTime, type TimeFlag } from './clock.ts'
import type { Reading, ReadingFlag } from './reading.ts'

/** Where the readings of one message belong. */
export type ReadingPlace = {
  receivedAt: Temporal.Instant
  /** The session's own, frozen one, or that of the charger's clock: a repeated message lands where the first did. */
  offsetMs: number
  /** The message's own time, for readings without one (Z-02). */
  messageAt?: Temporal.Instant | null
  /** Null: outside sessions. */
  session: { id: number; evse: number | null; connector: number | null } | null
  /** The charger named no session and we chose this one (V-11). */
  isAssumed?: boolean
}

/** Gives each reading its instant and its session. A session that knows its EVSE tells it to its readings. */
export function placeReadings(readings: readonly Reading[], place: ReadingPlace): PlacedReading[] {
  return readings.map((reading) => {
    const said = reading.reportedAt ?? place.messageAt ?? null
    const { at, flags } = placeInTime(said, place.receivedAt, place.offsetMs)
    return {
      ...reading,
      at,
      sessionId: place.session?.id ?? null,
      evse: place.session?.evse ?? reading.evse,
      connector: reading.connector ?? place.session?.connector ?? null,
      flags: flagsOf(reading, flags, place),
    }
  })
}

/**
 * Learns of the charger's clock from the stamp of a live message (Z-03). What a charger kept while it was offline
 * says nothing of its clock; callers pass no such stamps where they can tell. A stamp that only confirms what is
 * known writes nothing.
 */
export function hearClock(work: ChargerWork, reportedAt: Temporal.Instant | null): void {
  if (reportedAt === null || !teachesClock(work.clock, reportedAt, work.receivedAt)) return
  work.setClock(observeClock(work.clock, reportedAt, work.receivedAt))
}

/** A skewed clock is heard until enough messages agree on its skew; after that, and for a right one, only news count. */
export function teachesClock(clock: ChargerClock, reportedAt: Temporal.Instant, receivedAt: Temporal.Instant): boolean {
  const skewMs = reportedAt.epochMilliseconds - receivedAt.epochMilliseconds
  if (placeInTime(reportedAt, receivedAt, 0).flags.includes('time-estimated')) return false
  const isNews = Math.abs(skewMs - clock.skewMs) > 5_000
  const isLearning = Math.abs(clock.skewMs) > 10_000 && clock.samples.length < 20
  return isNews || isLearning
}

function flagsOf(reading: Reading, timeFlags: readonly TimeFlag[], place: ReadingPlace): ReadingFlag[] {
  const isEstimated = reading.reportedAt === null
  if (timeFlags.length === 0 && !isEstimated && !place.isAssumed) return reading.flags
  const flags = new Set<ReadingFlag>([...reading.flags, ...timeFlags])
  if (isEstimated) flags.add('time-estimated')
  if (place.isAssumed) flags.add('session-assumed')
  return [...flags]
}
