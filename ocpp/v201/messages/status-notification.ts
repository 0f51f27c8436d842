import { reportStatus } from '#core/sessions/report-status.ts'
import { plausiblePlace } from '../../plausible.ts'
import type { Handler } from '../handle.ts'

export const statusNotification: Handler<'StatusNotification'> = async (ctx, charger, request) => {
  // some chargers say 0 and 0 for themselves, which the standard does not know.
  const isCharger = request.evseId === 0
  await reportStatus(ctx, {
    charger,
    evse: plausiblePlace('evseId', request.evseId),
    connector: isCharger ? 0 : Math.max(1, plausiblePlace('connectorId', request.connectorId)),
    status: request.connectorStatus,
    errorCode: null,
    vendorId: null,
    vendorErrorCode: null,
    info: null,
    reportedAt: charger.timeOf(request.timestamp),
  })
  return {}
}
