import { reportStatus } from '#core/sessions/report-status.ts'
import { followIdling } from '#core/tariffs/tell-cost-at.ts'
import { plausiblePlace } from '../../plausible.ts'
import type { Handler } from '../handle.ts'

export const statusNotification: Handler<'StatusNotification'> = async (ctx, charger, request) => {
  const evse = plausiblePlace('connectorId', request.connectorId)
  const report = () =>
    reportStatus(ctx, {
      charger,
      evse,
      connector: evse > 0 ? 1 : 0,
      status: request.status,
      errorCode: request.errorCode,
      vendorId: request.vendorId ?? null,
      vendorErrorCode: request.vendorErrorCode ?? null,
      info: request.info ?? null,
      reportedAt: charger.timeOf(request.timestamp),
    })
  await followIdling(ctx, charger, { evse, report })
  return {}
}
