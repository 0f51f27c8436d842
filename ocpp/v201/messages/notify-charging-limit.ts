import { takeLimitFromOutside } from '#core/smart-charging/limits-from-outside.ts'
import { plausibleName, plausiblePlace } from '../../plausible.ts'
import { scheduleFromWire } from '../charging-profile.ts'
import type { Handler } from '../handle.ts'

/** K12.FR.02 */
export const notifyChargingLimit: Handler<'NotifyChargingLimit'> = async (ctx, charger, request) => {
  const { chargingLimit, chargingSchedule = [], evseId } = request
  // 2.1 says as well whether it is more, and not less.
  const { isLocalGeneration = false } = chargingLimit as { isLocalGeneration?: boolean }
  await takeLimitFromOutside(ctx, charger, {
    source: plausibleName('chargingLimitSource', chargingLimit.chargingLimitSource),
    evse: evseId === undefined ? null : plausiblePlace('evseId', evseId),
    isGridCritical: chargingLimit.isGridCritical ?? false,
    isLocalGeneration,
    schedules: chargingSchedule.map(scheduleFromWire),
  })
  return {}
}
