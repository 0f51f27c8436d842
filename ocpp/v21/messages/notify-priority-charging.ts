import { takePriority } from '#core/smart-charging/priority-charging.ts'
import { plausibleName } from '../../plausible.ts'
import type { Handler } from '../handle.ts'

export const notifyPriorityCharging: Handler<'NotifyPriorityCharging'> = async (ctx, charger, request) => {
  const wireId = plausibleName('transactionId', request.transactionId)
  await takePriority(ctx, charger, { wireId, activated: request.activated, asked: false })
  return {}
}
