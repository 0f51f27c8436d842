import { followErrand } from '#core/firmware/follow-errand.ts'
import type { Handler } from '../handle.ts'

/** Some chargers tell of a log that was asked for with GetLog in these words as well. */
export const diagnosticsStatusNotification: Handler<'DiagnosticsStatusNotification'> = async (
  ctx,
  charger,
  request,
) => {
  await followErrand(ctx, charger, ['diagnostics', 'log'], { requestId: null, status: request.status })
  return {}
}
