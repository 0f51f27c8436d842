import type { ChargingProfile } from '../profiles/charging-profile.ts'
import type { SpeakerWorld } from '../speaker.ts'
import { maxPeriods, maxStackLevel } from './configuration.ts'
import type { Profile16 } from './messages.ts'

/** Reads a profile of 1.6; null when the standard or our own limits do not allow it. */
export function readProfile(world: SpeakerWorld, profile: Profile16, evse: number): ChargingProfile | null {
  const { chargingSchedule: schedule, chargingProfileKind: kind, recurrencyKind } = profile
  const periods = schedule.chargingSchedulePeriod
  if (profile.stackLevel > maxStackLevel || periods.length > maxPeriods || periods[0]?.startPeriod !== 0) return null
  if (periods.some((period, index) => index > 0 && period.startPeriod <= periods[index - 1]!.startPeriod)) return null
  if (kind === 'Recurring' && (recurrencyKind === undefined || schedule.startSchedule === undefined)) return null

  const instant = (text: string | undefined) => (text === undefined ? null : world.fromServer(text))
  return {
    id: profile.chargingProfileId,
    evse,
    purpose: purposes[profile.chargingProfilePurpose],
    stackLevel: profile.stackLevel,
    kind: kind === 'Recurring' ? recurrences[recurrencyKind!] : kinds[kind],
    validFromMs: instant(profile.validFrom),
    validToMs: instant(profile.validTo),
    sessionId: null,
    receivedMs: world.charger.clock.nowMs(),
    schedule: {
      startMs: instant(schedule.startSchedule),
      durationSeconds: schedule.duration ?? null,
      unit: schedule.chargingRateUnit,
      periods: periods.map(({ startPeriod, limit, numberPhases }) => ({
        startSeconds: startPeriod,
        limit,
        phases: numberPhases ?? null,
      })),
    },
  }
}

export const purposes = {
  ChargePointMaxProfile: 'station-max',
  TxDefaultProfile: 'tx-default',
  TxProfile: 'tx',
} as const
const kinds = { Absolute: 'absolute', Relative: 'relative' } as const
const recurrences = { Daily: 'daily', Weekly: 'weekly' } as const
