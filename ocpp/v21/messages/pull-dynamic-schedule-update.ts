import { valuesOf, valuesToWire } from '../../v201/charging-profile.ts'
import type { Handler } from '../handle.ts'

/** The values that a dynamic profile shall have now (K28.FR.07); one that is not wanted is invalid (K28.FR.12). */
export const pullDynamicScheduleUpdate: Handler<'PullDynamicScheduleUpdate'> = async (ctx, charger, request) => {
  const desired = await ctx.charging.desired(charger.id)
  const found = desired.find(({ profile }) => profile.id === request.chargingProfileId)
  if (found?.profile.kind !== 'dynamic') return { status: 'Rejected', statusInfo: { reasonCode: 'InvalidProfile' } }
  return { status: 'Accepted', scheduleUpdate: valuesToWire(valuesOf(found.profile)) }
}
