import { takeEvSchedule } from '#core/smart-charging/take-ev-schedule.ts'
import { plausiblePlace } from '../../plausible.ts'
import { scheduleFromWire } from '../charging-profile.ts'
import type { Handler } from '../handle.ts'

/** K16.FR.02, K17.FR.10 */
export const notifyEVChargingSchedule: Handler<'NotifyEVChargingSchedule'> = async (ctx, charger, request) => {
  const taken = await takeEvSchedule(ctx, charger, {
    evse: plausiblePlace('evseId', request.evseId),
    from: charger.timeOf(request.timeBase) ?? ctx.now(),
    schedule: scheduleFromWire(request.chargingSchedule),
  })
  return { status: taken === 'accepted' ? 'Accepted' : 'Rejected' }
}
