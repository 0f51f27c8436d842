import type { ProfileCapabilities } from './capabilities.ts'
import { type ChargingProfile, type ChargingSchedule, isOver, type PlacedProfile, slotOf } from './profile.ts'

/** What a profile is sent into. */
export type ProfileSituation = {
  version: '1.6' | '2.0.1' | '2.1'
  evse: number
  capabilities: ProfileCapabilities
  installed: readonly PlacedProfile[]
  now: Temporal.Instant
}

/**
 * Why this profile is not sent; null when nothing speaks against it. A charger would refuse it, or, worse, take it and
 * do something else.
 */
export function profileFault(profile: ChargingProfile, situation: ProfileSituation): string | null {
  return (
    placeFault(profile, situation) ??
    kindFault(profile, situation) ??
    capacityFault(profile, situation) ??
    profile.schedules.map((schedule) => scheduleFault(schedule, profile, situation)).find((fault) => fault !== null) ??
    duplicateFault(profile, situation)
  )
}

// K-01
function placeFault({ purpose, wireId, id }: ChargingProfile, { version, evse, capabilities }: ProfileSituation) {
  if (id < 1 || id > 2_147_483_647) return 'The id of a profile is a number of 31 bits.'
  if (capabilities.maxExternalId !== null && id <= capabilities.maxExternalId)
    return `Ids up to ${capabilities.maxExternalId} are the charger's own.` // K01.FR.80
  switch (purpose) {
    case 'external':
      return 'Limits from outside are never set by a server.' // K01.FR.22
    case 'max':
      return evse === 0 ? null : 'A limit of the whole charger is set at the whole charger.' // K01.FR.03
    case 'transaction':
      if (evse === 0) return 'A limit of a session is set at its EVSE.' // K01.FR.16
      return wireId === undefined ? 'A limit of a session names its session.' : null // K01.FR.03
    case 'priority':
    case 'local-generation':
      return version === '2.1' ? null : `OCPP ${version} knows no profiles for ${purpose}.`
    case 'default':
      return null
  }
}

// K-03
function kindFault({ purpose, kind, recurrence, schedules }: ChargingProfile, { version }: ProfileSituation) {
  if (kind === 'dynamic' && version !== '2.1') return `OCPP ${version} has no dynamic profiles.`
  if (kind === 'relative' && purpose === 'max') return 'A limit of the whole charger begins with no session.' // K01.FR.38
  if ((kind === 'recurring') !== (recurrence !== undefined)) return 'What recurs says how often, and nothing else does.' // K01.FR.31
  for (const { startsAt, periods } of schedules) {
    if ((kind === 'absolute' || kind === 'recurring') && startsAt === undefined) return 'The schedule needs a start.' // K01.FR.34, K01.FR.40
    if (kind === 'relative' && startsAt !== undefined) return 'The schedule begins with the session.' // K01.FR.41
    if (kind === 'dynamic' && periods.length !== 1) return 'A dynamic schedule has one period.' // K01.FR.105
  }
  return null
}

// K-02
function capacityFault(
  profile: ChargingProfile,
  { version, evse, capabilities, installed, now }: ProfileSituation,
): string | null {
  const { maxStackLevel, maxProfiles } = capabilities
  const { stackLevel, schedules, purpose, id } = profile
  if (stackLevel < 0) return 'The stack level is below zero.'
  if (maxStackLevel !== null && stackLevel > maxStackLevel) return `The charger knows levels up to ${maxStackLevel}.`
  const mostSchedules = version === '1.6' || purpose !== 'transaction' ? 1 : 3
  if (schedules.length < 1 || schedules.length > mostSchedules) return 'So many schedules cannot be sent.'
  const slot = slotOf({ evse, profile })
  const others = installed.filter(
    (one) =>
      one.profile.purpose !== 'external' && one.profile.id !== id && slotOf(one) !== slot && !isOver(one.profile, now),
  )
  if (maxProfiles !== null && others.length >= maxProfiles) return `The charger holds ${maxProfiles} profiles already.`
  return null
}

function scheduleFault(
  { unit, periods, durationSeconds }: ChargingSchedule,
  { purpose }: ChargingProfile,
  { capabilities, version }: ProfileSituation,
): string | null {
  const { units, maxPeriods, switchesPhases } = capabilities
  if (units !== null && !units.includes(unit)) return `The charger takes no limits in ${unit}.` // K01.FR.26
  if (periods.length === 0) return 'A schedule without periods says nothing.'
  if (maxPeriods !== null && periods.length > maxPeriods) return `The charger takes ${maxPeriods} periods.`
  if (periods[0]!.startSeconds !== 0) return 'The first period has to begin at 0.' // Q-207, K01.FR.31
  if (durationSeconds !== undefined && durationSeconds <= 0) return 'The schedule is over when it begins.'
  for (const [index, period] of periods.entries()) {
    if (index > 0 && period.startSeconds <= periods[index - 1]!.startSeconds) return 'Periods come one after the other.' // K01.FR.35
    if (version !== '2.1' && period.limit === undefined) return 'A period needs a limit.'
    const { limit, dischargeLimit, phaseToUse, phases, operationMode } = period
    if (limit !== undefined && (limit < 0 || !isOneDecimal(limit))) return 'A limit is not below 0 and has one decimal.'
    if (dischargeLimit !== undefined && dischargeLimit > 0) return 'A limit of discharging is not above 0.' // K08.FR.08
    if (phaseToUse !== undefined && (phases !== 1 || !switchesPhases))
      return 'The charger cannot be told which phase to use.' // K01.FR.19, K01.FR.20
    const hasV2x = dischargeLimit !== undefined || period.setpoint !== undefined
    if ((operationMode ?? 'ChargingOnly') === 'ChargingOnly' && hasV2x)
      return 'Discharging and setpoints need an operation mode of their own.' // Q02.FR.02
    if (operationMode === 'CentralSetpoint' && (period.setpoint === undefined || limit !== undefined))
      return 'A central setpoint comes with a setpoint and without a limit.' // Q03.FR.02
    if (
      operationMode !== undefined &&
      operationMode !== 'ChargingOnly' &&
      purpose !== 'transaction' &&
      purpose !== 'default'
    )
      return 'An operation mode is for sessions.' // Q02.FR.01
  }
  return null
}

/** Two profiles in one slot with different ids, and, from 2.0.1 on, one default level at the charger and at an EVSE. */
function duplicateFault(profile: ChargingProfile, { version, evse, installed, now }: ProfileSituation): string | null {
  if (version === '1.6') return null // there the newer one takes the place (16 §3.13.2)
  const { id, purpose, stackLevel } = profile
  const slot = slotOf({ evse, profile })
  for (const one of installed) {
    if (one.profile.id === id || isOver(one.profile, now)) continue
    if (slotOf(one) === slot) return `Profile ${one.profile.id} has this place already.` // K01.FR.06, K01.FR.39
    const isSameDefault =
      purpose === 'default' && one.profile.purpose === 'default' && one.profile.stackLevel === stackLevel
    if (isSameDefault && (evse === 0) !== (one.evse === 0))
      return 'One level of defaults is either at the charger or at its EVSEs.' // K01.FR.52, K01.FR.53
  }
  return null
}

function isOneDecimal(value: number): boolean {
  return Math.abs(value * 10 - Math.round(value * 10)) < 1e-6
}
