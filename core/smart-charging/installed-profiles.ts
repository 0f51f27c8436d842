import type { InstalledItem } from '../devices/device-variable.ts'
import type { Receipt } from './active-period.ts'
import type { ChargingProfile, ChargingSchedule, PlacedProfile } from './profile.ts'

/** A profile that a charger has, and whose it is. */
export type InstalledProfile = PlacedProfile & Required<Receipt> & { source: string | null }

/** The profiles among a charger's installed items. */
export function profilesFrom(items: readonly InstalledItem[]): InstalledProfile[] {
  return items.map(({ body, at }) => ({
    evse: Number(body.evse),
    profile: body.profile as ChargingProfile,
    source: (body.source as string | undefined) ?? null,
    receivedAt: at,
  }))
}

export function itemOfProfile({ evse, profile }: PlacedProfile, source?: string) {
  return { key: String(profile.id), body: { evse, profile, ...(source === undefined ? {} : { source }) } }
}

/** Limits that somebody else has set and the charger told us of, as profiles: one each, from outside. */
export function limitsFrom(items: readonly InstalledItem[]): InstalledProfile[] {
  return items.flatMap(({ body, at }) => {
    const schedules = (body.schedules as ChargingSchedule[] | undefined) ?? []
    return schedules.map((schedule, index) => ({
      evse: Number(body.evse ?? 0),
      source: String(body.source),
      receivedAt: at,
      profile: {
        id: -1 - index,
        stackLevel: 0,
        purpose: body.isLocalGeneration === true ? ('local-generation' as const) : ('external' as const),
        kind: 'absolute' as const,
        schedules: [schedule],
      },
    }))
  })
}
