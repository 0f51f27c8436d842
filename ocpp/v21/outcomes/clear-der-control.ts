import { takeCleared } from '#core/smart-charging/der-controls.ts'
import type { Outcome } from '../outcome.ts'

export const clearDerControl: Outcome<'ClearDERControl'> = async (ctx, charger, { request, response }) => {
  if (response?.status !== 'Accepted' && response?.status !== 'NotFound') return
  const { isDefault, controlType: type = null, controlId = null } = request
  await takeCleared(ctx, charger, { isDefault, type, controlId })
}
