import type {
  ChargingProfile,
  ChargingSchedule,
  DynamicValues,
  PlacedProfile,
  ProfileKind,
  ProfilePurpose,
  SchedulePeriod,
} from '#core/smart-charging/profile.ts'
import type { Calls as Calls21 } from '../v21/messages.ts'

// What 2.0.1 knows of profiles is a part of what 2.1 does; a member that is not there is not sent.

type Wire = Calls21['SetChargingProfile']['request']['chargingProfile']
type WireSchedule = Wire['chargingSchedule'][number]
type WirePeriod = WireSchedule['chargingSchedulePeriod'][number]
type WireValues = Calls21['UpdateDynamicSchedule']['request']['scheduleUpdate']

/** A profile in the words of 2.x. Whether the version of the charger has these words is seen by its schema. */
export function profileToWire({ evse, profile }: PlacedProfile): Calls21['SetChargingProfile']['request'] {
  const { recurrence, schedules } = profile
  const chargingProfile: Wire = {
    id: profile.id,
    stackLevel: profile.stackLevel,
    chargingProfilePurpose: purposeToWire[profile.purpose],
    chargingProfileKind: kindToWire[profile.kind],
    ...(recurrence === undefined ? {} : { recurrencyKind: recurrence === 'daily' ? 'Daily' : 'Weekly' }),
    ...renamed(profile, profileNames),
    chargingSchedule: schedules.map(scheduleToWire) as Wire['chargingSchedule'],
  }
  return { evseId: evse, chargingProfile }
}

export function profileFromWire(wire: Wire): ChargingProfile {
  const { recurrencyKind } = wire
  return {
    id: wire.id,
    stackLevel: wire.stackLevel,
    purpose: purposeFromWire[wire.chargingProfilePurpose] ?? 'external',
    kind: kindFromWire[wire.chargingProfileKind] ?? 'absolute',
    ...(recurrencyKind === undefined ? {} : { recurrence: recurrencyKind === 'Daily' ? 'daily' : 'weekly' }),
    ...renamed(wire, reversed(profileNames)),
    schedules: wire.chargingSchedule.map(scheduleFromWire),
  }
}

export function scheduleFromWire(wire: WireSchedule): ChargingSchedule {
  return {
    unit: wire.chargingRateUnit,
    ...renamed(wire, reversed(scheduleNames)),
    periods: wire.chargingSchedulePeriod.map(
      (period) => renamed(period, reversed(periodNames)) as unknown as SchedulePeriod,
    ),
  }
}

export function valuesToWire(values: DynamicValues): WireValues {
  return renamed(values, valueNames) as WireValues
}

export function valuesFromWire(values: WireValues): DynamicValues {
  return renamed(values, reversed(valueNames)) as DynamicValues
}

/** The present values of a dynamic profile. */
export function valuesOf({ schedules }: ChargingProfile): DynamicValues {
  const period = schedules[0]?.periods[0] ?? {}
  return Object.fromEntries(Object.entries(period).filter(([name]) => Object.hasOwn(valueNames, name)))
}

function scheduleToWire(schedule: ChargingSchedule, index: number): WireSchedule {
  return {
    id: schedule.id ?? index + 1,
    chargingRateUnit: schedule.unit,
    ...renamed(schedule, scheduleNames),
    chargingSchedulePeriod: schedule.periods.map(
      (period) => renamed(period, periodNames) as unknown as WirePeriod,
    ) as WireSchedule['chargingSchedulePeriod'],
  }
}

/** The members that have another name there, and no others. */
function renamed(from: object, names: Record<string, string>): Record<string, unknown> {
  const members = Object.entries(from).filter(([name, value]) => Object.hasOwn(names, name) && value != null)
  return Object.fromEntries(members.map(([name, value]) => [names[name]!, value]))
}

function reversed(names: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(names).map(([ours, theirs]) => [theirs, ours]))
}

export const purposeToWire: Record<ProfilePurpose, Wire['chargingProfilePurpose']> = {
  max: 'ChargingStationMaxProfile',
  default: 'TxDefaultProfile',
  transaction: 'TxProfile',
  external: 'ChargingStationExternalConstraints',
  'local-generation': 'LocalGeneration',
  priority: 'PriorityCharging',
}

export const purposeFromWire = reversed(purposeToWire) as Record<string, ProfilePurpose>

const kindToWire: Record<ProfileKind, Wire['chargingProfileKind']> = {
  absolute: 'Absolute',
  recurring: 'Recurring',
  relative: 'Relative',
  dynamic: 'Dynamic',
}
const kindFromWire = reversed(kindToWire) as Record<string, ProfileKind>

const profileNames = {
  validFrom: 'validFrom',
  validTo: 'validTo',
  wireId: 'transactionId',
  updateIntervalSeconds: 'dynUpdateInterval',
  updatedAt: 'dynUpdateTime',
  maxOfflineSeconds: 'maxOfflineDuration',
  endsAfterOffline: 'invalidAfterOfflineDuration',
}

const scheduleNames = {
  id: 'id',
  startsAt: 'startSchedule',
  durationSeconds: 'duration',
  minRate: 'minChargingRate',
  localTime: 'useLocalTime',
  randomDelaySeconds: 'randomizedDelay',
  limitAtSoc: 'limitAtSoC',
}

const valueNames = {
  limit: 'limit',
  limitL2: 'limit_L2',
  limitL3: 'limit_L3',
  dischargeLimit: 'dischargeLimit',
  dischargeLimitL2: 'dischargeLimit_L2',
  dischargeLimitL3: 'dischargeLimit_L3',
  setpoint: 'setpoint',
  setpointL2: 'setpoint_L2',
  setpointL3: 'setpoint_L3',
  setpointReactive: 'setpointReactive',
  setpointReactiveL2: 'setpointReactive_L2',
  setpointReactiveL3: 'setpointReactive_L3',
}

const periodNames = {
  startSeconds: 'startPeriod',
  ...valueNames,
  phases: 'numberPhases',
  phaseToUse: 'phaseToUse',
  preconditions: 'preconditioningRequest',
  evseSleeps: 'evseSleep',
  baseline: 'v2xBaseline',
  operationMode: 'operationMode',
  frequencyCurve: 'v2xFreqWattCurve',
  signalCurve: 'v2xSignalWattCurve',
}
