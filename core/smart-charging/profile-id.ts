import { type ChargingProfile, type PlacedProfile, slotOf } from './profile.ts'

/**
 * The id that a profile gets: that of the one whose place it takes (K01.FR.39), else a new one of 31 bits, made of a
 * number that no other profile of the installation was made of, and above the charger's own (K01.FR.80).
 */
export function profileIdFor(
  number: number,
  {
    evse,
    profile,
    installed,
    maxExternalId,
  }: {
    evse: number
    profile: Omit<ChargingProfile, 'id'>
    installed: readonly PlacedProfile[]
    maxExternalId: number | null
  },
): number {
  const floor = Math.min(Math.max(maxExternalId ?? 0, 0), highest - 1)
  const slot = slotOf({ evse, profile })
  const there = installed.find((one) => one.profile.purpose !== 'external' && slotOf(one) === slot)
  if (there && there.profile.id > floor) return there.profile.id
  const taken = new Set(installed.map((one) => one.profile.id))
  const room = highest - floor
  for (let next = number; ; next++) {
    const id = floor + 1 + ((next - 1) % room)
    if (!taken.has(id)) return id
  }
}

const highest = 2_147_483_647
