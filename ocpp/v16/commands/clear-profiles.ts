import { limitsOf } from '#core/smart-charging/clear-profiles.ts'
import { readCleared } from '../../read-cleared.ts'
import { purposeToWire } from '../charging-profile.ts'
import type { Command } from '../command.ts'

export const clearProfiles: Command<'clear-profiles', 'ClearChargingProfile'> = {
  action: 'ClearChargingProfile',
  needsCharger: false,
  call({ id, evse, purpose, stackLevel }) {
    if (id !== null) return { id } // K-10: whatever else is named is ignored
    const wirePurpose = purpose === null ? null : purposeToWire[purpose]
    if (wirePurpose === undefined) return { refused: `OCPP 1.6 knows no profiles for ${purpose}.` }
    return {
      ...(evse === null ? {} : { connectorId: evse }),
      ...(wirePurpose === null ? {} : { chargingProfilePurpose: wirePurpose }),
      ...(stackLevel === null ? {} : { stackLevel }),
    }
  },
  read: readCleared,
}

/** One profile in one call; the others follow as commands of their own. */
export const clearLimit: Command<'clear-limit', 'ClearChargingProfile'> = {
  action: 'ClearChargingProfile',
  needsCharger: true,
  async call({ evse }, { charger, ctx }) {
    const [first] = limitsOf(evse, await ctx!.charging.desired(charger!.charger.id))
    return first ? { id: first.profile.id } : { refused: 'No limit is set there.' }
  },
  read: readCleared,
}
