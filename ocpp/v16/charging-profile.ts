import type { ChargingProfile, PlacedProfile, ProfileKind, ProfilePurpose } from '#core/smart-charging/profile.ts'
import type { Calls } from './messages.ts'

type Request = Calls['SetChargingProfile']['request']
type Wire = Request['csChargingProfiles']
type Purpose = Wire['chargingProfilePurpose']

/** A profile in the words of 1.6; a sentence when it says more than 1.6 can. */
export function profileToWire({ evse, profile }: PlacedProfile): Request | { refused: string } {
  const { purpose, kind, recurrence, wireId, schedules } = profile
  const [schedule] = schedules
  const wirePurpose = purposeToWire[purpose]
  if (!schedule || !wirePurpose || kind === 'dynamic') return { refused: 'OCPP 1.6 has no profiles of this kind.' }
  const { unit, startsAt, durationSeconds, minRate, periods } = schedule
  return {
    connectorId: evse,
    csChargingProfiles: {
      chargingProfileId: profile.id,
      ...(wireId === undefined ? {} : { transactionId: Number(wireId) }),
      stackLevel: profile.stackLevel,
      chargingProfilePurpose: wirePurpose,
      chargingProfileKind: kindToWire[kind],
      ...(recurrence === undefined ? {} : { recurrencyKind: recurrence === 'daily' ? 'Daily' : 'Weekly' }),
      ...(profile.validFrom === undefined ? {} : { validFrom: profile.validFrom }),
      ...(profile.validTo === undefined ? {} : { validTo: profile.validTo }),
      chargingSchedule: {
        ...(durationSeconds === undefined ? {} : { duration: durationSeconds }),
        ...(startsAt === undefined ? {} : { startSchedule: startsAt }),
        chargingRateUnit: unit,
        chargingSchedulePeriod: periods.map(({ startSeconds, limit = 0, phases }) => ({
          startPeriod: startSeconds,
          limit,
          ...(phases === undefined ? {} : { numberPhases: phases }),
        })),
        ...(minRate === undefined ? {} : { minChargingRate: minRate }),
      },
    },
  }
}

export function profileFromWire({ connectorId, csChargingProfiles: wire }: Request): PlacedProfile {
  const { chargingSchedule: schedule, transactionId } = wire
  const profile: ChargingProfile = {
    id: wire.chargingProfileId,
    stackLevel: wire.stackLevel,
    purpose: purposeFromWire[wire.chargingProfilePurpose],
    kind: kindFromWire[wire.chargingProfileKind],
    ...(wire.recurrencyKind === undefined ? {} : { recurrence: wire.recurrencyKind === 'Daily' ? 'daily' : 'weekly' }),
    ...(wire.validFrom === undefined ? {} : { validFrom: wire.validFrom }),
    ...(wire.validTo === undefined ? {} : { validTo: wire.validTo }),
    ...(transactionId === undefined ? {} : { wireId: String(transactionId) }),
    schedules: [
      {
        unit: schedule.chargingRateUnit,
        ...(schedule.startSchedule === undefined ? {} : { startsAt: schedule.startSchedule }),
        ...(schedule.duration === undefined ? {} : { durationSeconds: schedule.duration }),
        ...(schedule.minChargingRate === undefined ? {} : { minRate: schedule.minChargingRate }),
        periods: schedule.chargingSchedulePeriod.map(({ startPeriod, limit, numberPhases }) => ({
          startSeconds: startPeriod,
          limit,
          ...(numberPhases === undefined ? {} : { phases: numberPhases }),
        })),
      },
    ],
  }
  return { evse: connectorId, profile }
}

export const purposeToWire: Partial<Record<ProfilePurpose, Purpose>> = {
  max: 'ChargePointMaxProfile',
  default: 'TxDefaultProfile',
  transaction: 'TxProfile',
}

export const purposeFromWire: Record<Purpose, ProfilePurpose> = {
  ChargePointMaxProfile: 'max',
  TxDefaultProfile: 'default',
  TxProfile: 'transaction',
}

const kindToWire = { absolute: 'Absolute', recurring: 'Recurring', relative: 'Relative' } as const

const kindFromWire: Record<Wire['chargingProfileKind'], ProfileKind> = {
  Absolute: 'absolute',
  Recurring: 'recurring',
  Relative: 'relative',
}
