import type { Command } from '../commands/command.ts'
import type { ProfileCriteria } from '../commands/requests/smart-charging.ts'
import type { ChargerRef, Uses } from '../context.ts'
import type { DesiredProfile } from './charging-store.ts'
import { profilesFrom } from './installed-profiles.ts'
import type { PlacedProfile } from './profile.ts'

/** What is cleared: one by its id, whatever else is named (K-10), or all that meet what is named. */
export type Cleared = ProfileCriteria & { id: number | null }

/** A charger has cleared these, or had none of them (K-10): it has none of them now, and shall have none. */
export async function takeCleared(
  ctx: Uses<'chargerLink' | 'transaction'>,
  charger: ChargerRef,
  { command, cleared }: { command: Command; cleared: Cleared },
): Promise<void> {
  const follows = await ctx.transaction(async (tx) => {
    const installed = profilesFrom(await tx.devices.installed(charger, 'charging-profile'))
    const gone = installed.filter((one) => isMeant(one, cleared)).map(({ profile }) => String(profile.id))
    await tx.devices.uninstall(charger, 'charging-profile', gone)
    const desired = await tx.charging.desired(charger)
    const unwanted = desired.filter((one) => isMeant(one, cleared)).map(({ profile }) => profile.id)
    await tx.charging.unwant(charger, unwanted)
    const { request } = command
    if (request.kind !== 'clear-limit') return false
    const left = limitsOf(request.evse, desired).filter(({ profile }) => !unwanted.includes(profile.id))
    if (left.length > 0) await tx.commands.add(charger, request, command.deadlineAt, { follows: command })
    return left.length > 0
  })
  if (follows) ctx.chargerLink.commandsWaiting(charger)
}

/** The profiles that limits of this EVSE have set; without one, of the whole charger and all its EVSEs. */
export function limitsOf(evse: number | null, desired: readonly DesiredProfile[]): DesiredProfile[] {
  return desired.filter(({ limitOf }) => limitOf !== null && (evse === null || limitOf === evse))
}

export function isMeant({ evse, profile }: PlacedProfile, { id, ...criteria }: Cleared): boolean {
  if (id !== null) return profile.id === id
  // K10.FR.06: those from outside are not ours to clear.
  if (profile.purpose === 'external') return false
  return (
    (criteria.evse === null || criteria.evse === evse) &&
    (criteria.purpose === null || criteria.purpose === profile.purpose) &&
    (criteria.stackLevel === null || criteria.stackLevel === profile.stackLevel)
  )
}
