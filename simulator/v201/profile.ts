import type { ChargingProfile } from '../profiles/charging-profile.ts'
import type { SpeakerWorld } from '../speaker.ts'
import { limits } from './limits.ts'
import type { Profile201, Purpose201 } from './messages.ts'

/** Reads a profile of 2.0.1; null when the standard or our own limits do not allow it. Its first schedule counts. */
export function readProfile(world: SpeakerWorld, profile: Profile201, evse: number): ChargingProfile | null {
  const { chargingProfileKind: kind, recurrencyKind, stackLevel } = profile
  const [schedule] = profile.chargingSchedule
  const periods = schedule?.chargingSchedulePeriod ?? []
  if (!schedule || stackLevel > limits.stackLevel || periods.length > limits.periods) return null
  if (periods[0]?.startPeriod !== 0) return null
  if (periods.some((period, index) => index > 0 && period.startPeriod <= periods[index - 1]!.startPeriod)) return null
  // K01.FR.40 and .41
  if ((kind === 'Relative') === (schedule.startSchedule !== undefined)) return null
  if (kind === 'Recurring' && recurrencyKind === undefined) return null

  const instant = (text: string | undefined) => (text === undefined ? null : world.fromServer(text))
  return {
    id: profile.id,
    evse,
    purpose: purposes[profile.chargingProfilePurpose],
    stackLevel,
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

export const purposes: Record<Purpose201, ChargingProfile['purpose']> = {
  ChargingStationExternalConstraints: 'external',
  ChargingStationMaxProfile: 'station-max',
  TxDefaultProfile: 'tx-default',
  TxProfile: 'tx',
}
const kinds = { Absolute: 'absolute', Relative: 'relative' } as const
const recurrences = { Daily: 'daily', Weekly: 'weekly' } as const
