import { limitToSend, profileToSend } from '#core/smart-charging/profile-to-send.ts'
import { readStatus } from '../../read-status.ts'
import { profileToWire } from '../charging-profile.ts'
import type { Command } from '../command.ts'

export const setProfile: Command<'set-profile', 'SetChargingProfile'> = {
  action: 'SetChargingProfile',
  needsCharger: true,
  async call(request, { commandId, charger, ctx }) {
    const found = await profileToSend(ctx!, request, { commandId, work: charger!, version: '1.6' })
    return 'refused' in found ? found : profileToWire(found)
  },
  read: readStatus,
}

/** As the charger takes it (K-06). */
export const limit: Command<'limit', 'SetChargingProfile'> = {
  action: 'SetChargingProfile',
  needsCharger: true,
  async call(request, { commandId, charger, ctx }) {
    const found = await limitToSend(ctx!, request, { commandId, work: charger!, version: '1.6' })
    return 'refused' in found ? found : profileToWire(found)
  },
  read: readStatus,
}
