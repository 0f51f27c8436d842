import { reportSecurityEvent } from '#core/devices/report-security-event.ts'
import type { Handler } from '../handle.ts'

/** Always taken and acknowledged: a charger whose security events are refused sends them for ever (S-09). */
export const securityEventNotification: Handler<'SecurityEventNotification'> = async (ctx, charger, request) => {
  await reportSecurityEvent(ctx, charger, {
    type: request.type,
    at: charger.timeOf(request.timestamp) ?? ctx.now(),
    info: request.techInfo ?? null,
  })
  return {}
}
