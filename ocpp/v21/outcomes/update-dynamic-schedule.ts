import { takeDynamicValues } from '#core/smart-charging/dynamic-values.ts'
import { valuesFromWire } from '../../v201/charging-profile.ts'
import type { Outcome } from '../outcome.ts'

export const updateDynamicSchedule: Outcome<'UpdateDynamicSchedule'> = async (ctx, charger, { request, response }) => {
  if (response?.status !== 'Accepted') return
  const { chargingProfileId: profileId, scheduleUpdate } = request
  await takeDynamicValues(ctx, charger, { profileId, values: valuesFromWire(scheduleUpdate) })
}
