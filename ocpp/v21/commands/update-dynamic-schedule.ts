import { readStatus } from '../../read-status.ts'
import { valuesToWire } from '../../v201/charging-profile.ts'
import type { Command } from '../command.ts'

/** Pushes new values into a dynamic profile that the charger shall have (K28). */
export const updateDynamicSchedule: Command<'update-dynamic-schedule', 'UpdateDynamicSchedule'> = {
  action: 'UpdateDynamicSchedule',
  needsCharger: true,
  async call({ profileId, values }, { charger, ctx }) {
    const desired = await ctx!.charging.desired(charger!.charger.id)
    const found = desired.find(({ profile }) => profile.id === profileId)
    if (found?.profile.kind !== 'dynamic') return { refused: `The charger has no dynamic profile ${profileId}.` }
    return { chargingProfileId: profileId, scheduleUpdate: valuesToWire(values) }
  },
  read: readStatus,
}
