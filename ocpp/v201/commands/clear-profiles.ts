import { limitsOf } from '#core/smart-charging/clear-profiles.ts'
import { readCleared } from '../../read-cleared.ts'
import { purposeToWire } from '../charging-profile.ts'
import type { Command } from '../command.ts'
import type { Calls } from '../messages.ts'

type Request = Calls['ClearChargingProfile']['request']

export const clearProfiles: Command<'clear-profiles', 'ClearChargingProfile'> = {
  action: 'ClearChargingProfile',
  needsCharger: false,
  call({ id, evse, purpose, stackLevel }) {
    if (id !== null) return { chargingProfileId: id } // K10.FR.03: nothing else is named beside it
    if (purpose === 'external') return { refused: 'Limits from outside are not ours to clear.' } // K10.FR.06
    const chargingProfileCriteria = {
      ...(evse === null ? {} : { evseId: evse }),
      ...(purpose === null ? {} : { chargingProfilePurpose: purposeToWire[purpose] }),
      ...(stackLevel === null ? {} : { stackLevel }),
    }
    if (Object.keys(chargingProfileCriteria).length === 0)
      return { refused: 'Say which profiles: by EVSE, purpose or level.' }
    return { chargingProfileCriteria } as Request // K10.FR.02
  },
  read: readCleared,
}

/** One profile in one call; the others follow as commands of their own. */
export const clearLimit: Command<'clear-limit', 'ClearChargingProfile'> = {
  action: 'ClearChargingProfile',
  needsCharger: true,
  async call({ evse }, { charger, ctx }) {
    const [first] = limitsOf(evse, await ctx!.charging.desired(charger!.charger.id))
    return first ? { chargingProfileId: first.profile.id } : { refused: 'No limit is set there.' }
  },
  read: readCleared,
}
