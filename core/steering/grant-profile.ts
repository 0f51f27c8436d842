import type { NewProfile } from '../commands/requests/smart-charging.ts'
import type { ChargingSchedule, RateUnit, SchedulePeriod } from '../smart-charging/profile.ts'

/** What a charger has to be known to take; null is not known. */
export type ProfileTaker = {
  maxStackLevel: number | null
  units: readonly RateUnit[] | null
  /** Its clock is off by more than a minute: instants mean something else to it (smart-charging 7.1). */
  isClockOff: boolean
}

export type GrantToSay = {
  /** A per used phase, or W. */
  value: number
  unit: RateUnit
  /** Below it nothing but a pause is said: what lies between is undefined in many vehicles (smart-charging 5.7). */
  min: number
  fallback: number
  nowMs: number
  untilMs: number
  sessionStartedMs: number
  /** How many phases its vehicle draws from; null: not known. */
  phases: 1 | 2 | 3 | null
  voltageV: number
}

/**
 * A grant as a charging profile: for the session, above its default, and with an end. After the lease its last period is
 * the fallback, so that a charger which hears nothing more ends there by itself (smart-charging 7.1).
 */
export function grantProfile(grant: GrantToSay, taker: ProfileTaker): NewProfile {
  const { nowMs, untilMs, sessionStartedMs } = grant
  const unit = unitFor(grant.unit, taker)
  const startMs = taker.isClockOff ? sessionStartedMs : Math.floor((nowMs - earlierMs) / 1_000) * 1_000
  const endS = Math.max(1, Math.floor((untilMs - startMs) / 1_000))
  const periods = [
    periodOf(0, said(grant.value, grant, unit), grant, unit),
    periodOf(endS, said(grant.fallback, grant, unit), grant, unit),
  ]
  return {
    stackLevel: taker.maxStackLevel === 0 ? 0 : 1,
    purpose: 'transaction',
    kind: taker.isClockOff ? 'relative' : 'absolute',
    schedules: [{ unit, ...(taker.isClockOff ? {} : { startsAt: textOf(startMs) }), periods }],
  }
}

/** What a session goes by without a grant: the EVSE's default, for every session that is to come. */
export function fallbackProfile(
  supply: { fallback: number; min: number; unit: RateUnit; voltageV: number },
  taker: ProfileTaker,
): NewProfile {
  const { fallback, min, voltageV } = supply
  const unit = unitFor(supply.unit, taker)
  const limit = said(fallback, { unit: supply.unit, min, phases: null, voltageV }, unit)
  const schedule: ChargingSchedule = { unit, periods: [{ startSeconds: 0, limit }] }
  return { stackLevel: 0, purpose: 'default', kind: 'relative', schedules: [schedule] }
}

/** The rating of a charger's supply, for all of its EVSEs together (smart-charging 7.1). */
export function stationProfile({ unit, value }: { unit: RateUnit; value: number }): NewProfile {
  const schedule: ChargingSchedule = { unit, startsAt: longAgo, periods: [{ startSeconds: 0, limit: tenths(value) }] }
  return { stackLevel: 0, purpose: 'max', kind: 'absolute', schedules: [schedule] }
}

/** Nothing of the whole charger begins with a session (K01.FR.38). */
const longAgo = '2020-01-01T00:00:00Z'

/** Chargers whose clocks are a little behind must not think that it is still to come. */
const earlierMs = 30_000

function unitFor(unit: RateUnit, { units }: ProfileTaker): RateUnit {
  return units === null || units.length === 0 || units.includes(unit) ? unit : units[0]!
}

function periodOf(startSeconds: number, limit: number, { phases }: GrantToSay, unit: RateUnit): SchedulePeriod {
  return { startSeconds, limit, ...(phases === 1 && unit === 'A' ? { phases } : {}) }
}

/** Rounded down to what is said, in the unit that the charger takes; never more power than the other unit would mean. */
function said(
  value: number,
  { unit, min, phases, voltageV }: Pick<GrantToSay, 'unit' | 'min' | 'phases' | 'voltageV'>,
  wanted: RateUnit,
): number {
  if (value < min) return 0
  if (unit === wanted) return tenths(value)
  // A vehicle on one phase would draw all of the watts from it.
  if (wanted === 'W') return Math.floor(value * voltageV * (phases ?? 1))
  return tenths(value / (voltageV * (phases ?? 3)))
}

function tenths(value: number): number {
  return Math.floor(value * 10 + 1e-6) / 10
}

function textOf(ms: number): string {
  return Temporal.Instant.fromEpochMilliseconds(ms).toString()
}
