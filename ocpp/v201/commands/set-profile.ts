import { limitToSend, profileToSend } from '#core/smart-charging/profile-to-send.ts'
import { readStatus } from '../../read-status.ts'
import { profileToWire } from '../charging-profile.ts'
import type { Command } from '../command.ts'
import type { Calls } from '../messages.ts'

type Version = '2.0.1' | '2.1'
type Request = Calls['SetChargingProfile']['request']

/** 2.1 knows more purposes and kinds. */
export function setProfileOf(version: Version): Command<'set-profile', 'SetChargingProfile'> {
  return {
    action: 'SetChargingProfile',
    needsCharger: true,
    async call(request, { commandId, charger, ctx }) {
      const found = await profileToSend(ctx!, request, { commandId, work: charger!, version })
      return 'refused' in found ? found : (profileToWire(found) as Request)
    },
    read: readStatus,
  }
}

/** As the charger takes it (K-06). */
export function limitOf(version: Version): Command<'limit', 'SetChargingProfile'> {
  return {
    action: 'SetChargingProfile',
    needsCharger: true,
    async call(request, { commandId, charger, ctx }) {
      const found = await limitToSend(ctx!, request, { commandId, work: charger!, version })
      return 'refused' in found ? found : (profileToWire(found) as Request)
    },
    read: readStatus,
  }
}
