import { takePriority } from '#core/smart-charging/priority-charging.ts'
import type { Outcome } from '../outcome.ts'

export const usePriorityCharging: Outcome<'UsePriorityCharging'> = async (ctx, charger, { request, response }) => {
  if (response?.status !== 'Accepted') return
  const { transactionId: wireId, activate: activated } = request
  await takePriority(ctx, charger, { wireId, activated, asked: true })
}
