import type { CommandRequest } from '../commands/requests.ts'
import type { ChargerRef } from '../context.ts'
import type { DynamicValues, PlacedProfile, RateUnit } from './profile.ts'

/** A profile that we want a charger to have. */
export type DesiredProfile = PlacedProfile & {
  /** The EVSE whose limit an operator has set by it, 0 for the whole charger; null for all other profiles. */
  limitOf: number | null
  desiredAt: Temporal.Instant
}

/** Chargers of one make take limits alike. */
export type Make = { vendor: string; model: string; firmware: string | null }

/** Whether a session runs there, and the unit that the limit was given in. */
export type LimitSituation = `${'session' | 'idle'}/${RateUnit}`

export type ChargingStore = {
  /** Whether it has any profile, or shall have one; read in batches. */
  hasProfiles(chargerId: number): Promise<boolean>
  desired(chargerId: number): Promise<DesiredProfile[]>
  /** How chargers of this make have taken a limit before; null when nobody knows. */
  recipe(make: Make, situation: LimitSituation): Promise<string | null>
}

export type ChargingWriter = {
  desired(charger: ChargerRef): Promise<DesiredProfile[]>
  /** From now on the charger shall have this profile; what was in its place is not wanted any more. */
  want(charger: ChargerRef, wanted: PlacedProfile & { limitOf: number | null }): Promise<void>
  unwant(charger: ChargerRef, profileIds: readonly number[]): Promise<void>
  /** What was for this session has ended with it: forgotten as desired and as installed. False when there was nothing. */
  endSession(charger: ChargerRef, wireId: string): Promise<boolean>
  /** New values of a dynamic profile that is wanted; false when it is not. */
  changeValues(charger: ChargerRef, profileId: number, values: DynamicValues): Promise<boolean>
  learn(make: Make, situation: LimitSituation, recipe: string): Promise<void>
  /** Limits and profiles that wait to be sent to this charger, or were in the last so many seconds. */
  underWay(charger: ChargerRef, withinSeconds: number): Promise<ProfileCommand[]>
  /** How often profiles that outlive sessions may change, as the charger says; null when it does not. */
  updateRateSeconds(charger: ChargerRef): Promise<number | null>
}

export type ProfileCommand = { id: number; request: CommandRequest; sentAt: Temporal.Instant | null }
