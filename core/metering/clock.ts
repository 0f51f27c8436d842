/**
 * What we know of a charger's clock. Plain JSON, a few hundred bytes.
 *
 * `skewMs` is how far the charger's stamps are ahead of their arrival, the median over its recent live messages;
 * `offsetMs` is what is added to its stamps, 0 when they are taken as they are.
 */
export type ChargerClock = {
  offsetMs: number
  skewMs: number
  level: ClockLevel
  /** Skews of the latest live messages, the newest last. */
  samples: readonly number[]
}

/** `warn` above 10 s of skew, `alert` above 60 s (Z-03). */
export type ClockLevel = 'ok' | 'warn' | 'alert'

/** Why a reading's place in time is not simply what the charger said. */
export type TimeFlag =
  | 'time-estimated' // Z-02: the charger gave no usable time
  | 'clock-corrected' // Z-03: local time stamped as UTC
  | 'clamped' // moved to within 90 days before and one day after its arrival

/** Where the zone of a stamp without one came from. (Z-01) */
export type ZoneFlag = 'zone-configured' | 'zone-learned' | 'zone-assumed'

/** The clock of a charger that has said nothing yet: its stamps are taken as they are. */
export const unheardClock: ChargerClock = Object.freeze({ offsetMs: 0, skewMs: 0, level: 'ok', samples: [] })

/**
 * Takes in the stamp of a live message, one that the charger sent when it made it. (Z-03)
 *
 * Stamps are corrected only when 20 messages agree on a skew of whole quarter hours: local time stamped as UTC. Any
 * other skew is reported, not repaired. A correction ends at once when the newest stamp is better without it.
 */
export function observeClock(
  clock: ChargerClock,
  reportedAt: Temporal.Instant,
  receivedAt: Temporal.Instant,
): ChargerClock {
  const newestMs = reportedAt.epochMilliseconds - receivedAt.epochMilliseconds
  const samples = [...clock.samples.slice(1 - samplesKept), newestMs]
  const sorted = samples.toSorted((a, b) => a - b)
  const skewMs = sorted[sorted.length >> 1]!
  return { samples, skewMs, level: levelOf(skewMs, samples.length), offsetMs: offsetOf(clock, sorted, newestMs) }
}

/**
 * The instant that something happened, from what the charger said and when we heard it. A stamp before 2015 or more
 * than a day ahead is no time at all, and the arrival stands in for it. (Z-02)
 */
export function placeInTime(
  reportedAt: Temporal.Instant | null,
  receivedAt: Temporal.Instant,
  offsetMs: number,
): { at: Temporal.Instant; flags: readonly TimeFlag[] } {
  if (reportedAt === null) return { at: receivedAt, flags: estimated }
  const reportedMs = reportedAt.epochMilliseconds
  const receivedMs = receivedAt.epochMilliseconds
  if (reportedMs < earliestMs || reportedMs > receivedMs + day) return { at: receivedAt, flags: estimated }

  const correctedMs = reportedMs + offsetMs
  const atMs = Math.min(Math.max(correctedMs, receivedMs - 90 * day), receivedMs + day)
  if (atMs === reportedMs) return { at: reportedAt, flags: asReported }
  const isClamped = atMs !== correctedMs
  const flags = offsetMs === 0 ? clamped : isClamped ? correctedAndClamped : corrected
  return { at: Temporal.Instant.fromEpochMilliseconds(atMs), flags }
}

/**
 * The instant of a stamp without a zone (Z-01): by the configured zone; else the zone is learned from the arrival,
 * when they differ by whole quarter hours give or take five minutes; else it is UTC.
 *
 * Only a live message can teach: keep the `zone` it gives and pass it as configured for the late ones.
 */
export function zoneOffsetOf(
  local: Temporal.PlainDateTime,
  receivedAt: Temporal.Instant,
  configuredZone: string | null,
): { instant: Temporal.Instant; zone: string; flag: ZoneFlag } {
  if (configuredZone !== null) {
    return { instant: inZone(local, configuredZone, receivedAt), zone: configuredZone, flag: 'zone-configured' }
  }
  const asUtc = local.toZonedDateTime('UTC').toInstant()
  const behindMs = receivedAt.epochMilliseconds - asUtc.epochMilliseconds
  const offsetMs = wholeQuarters(behindMs)
  if (Math.abs(behindMs - offsetMs) >= 5 * minute || !isZoneOffset(-offsetMs)) {
    return { instant: asUtc, zone: 'UTC', flag: 'zone-assumed' }
  }
  return { instant: asUtc.add({ milliseconds: offsetMs }), zone: zoneName(-offsetMs), flag: 'zone-learned' }
}

const minute = 60_000
const day = 24 * 60 * minute
const samplesKept = 20
/** Fewer say nothing: the first messages after a boot are often stamped before the clock was set. */
const samplesBeforeWarning = 5
const earliestMs = Date.UTC(2015, 0, 1)

const asReported: readonly TimeFlag[] = Object.freeze([])
const estimated: readonly TimeFlag[] = Object.freeze(['time-estimated'] as const)
const corrected: readonly TimeFlag[] = Object.freeze(['clock-corrected'] as const)
const clamped: readonly TimeFlag[] = Object.freeze(['clamped'] as const)
const correctedAndClamped: readonly TimeFlag[] = Object.freeze(['clock-corrected', 'clamped'] as const)

function levelOf(skewMs: number, samples: number): ClockLevel {
  if (samples < samplesBeforeWarning || Math.abs(skewMs) <= 10_000) return 'ok'
  return Math.abs(skewMs) > minute ? 'alert' : 'warn'
}

function offsetOf(clock: ChargerClock, sorted: readonly number[], newestMs: number): number {
  const skewMs = sorted[sorted.length >> 1]!
  const zoneMs = wholeQuarters(skewMs)
  const isStable = sorted.length === samplesKept && sorted.at(-1)! - skewMs <= minute && skewMs - sorted[0]! <= minute
  // What a correction leaves over has to be less than we would raise an alert for.
  if (isStable && Math.abs(skewMs - zoneMs) <= minute && isZoneOffset(zoneMs)) return 0 - zoneMs
  const isBetterCorrected = Math.abs(newestMs + clock.offsetMs) < Math.abs(newestMs)
  return isBetterCorrected ? clock.offsetMs : 0
}

function wholeQuarters(ms: number): number {
  return Math.round(ms / (15 * minute)) * 15 * minute
}

// The zones of the earth, from UTC-12 to UTC+14.
function isZoneOffset(ms: number): boolean {
  return ms >= -12 * 60 * minute && ms <= 14 * 60 * minute
}

function zoneName(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / minute
  const hour = String(Math.floor(minutes / 60)).padStart(2, '0')
  return `${offsetMs < 0 ? '-' : '+'}${hour}:${String(minutes % 60).padStart(2, '0')}`
}

// The hour that comes twice in autumn is the one nearer to the arrival.
function inZone(local: Temporal.PlainDateTime, zone: string, receivedAt: Temporal.Instant): Temporal.Instant {
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' }).toInstant()
  const later = local.toZonedDateTime(zone, { disambiguation: 'later' }).toInstant()
  const receivedMs = receivedAt.epochMilliseconds
  const isLaterNearer =
    Math.abs(later.epochMilliseconds - receivedMs) < Math.abs(earlier.epochMilliseconds - receivedMs)
  return isLaterNearer ? later : earlier
}
