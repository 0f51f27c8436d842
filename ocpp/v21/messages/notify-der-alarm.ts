import { takeAlarm } from '#core/smart-charging/der-controls.ts'
import type { Handler } from '../handle.ts'

export const notifyDERAlarm: Handler<'NotifyDERAlarm'> = async (ctx, charger, request) => {
  const { controlType, gridEventFault, alarmEnded, timestamp, extraInfo } = request
  await takeAlarm(ctx, charger, {
    type: controlType,
    fault: gridEventFault ?? null,
    ended: alarmEnded ?? false,
    at: charger.timeOf(timestamp) ?? ctx.now(),
    info: extraInfo ?? null,
  })
  return {}
}
