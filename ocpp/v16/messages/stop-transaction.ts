import { Decimal } from 'decimal.js'
import { stopSession } from '#core/sessions/stop-session.ts'
import { readMeterValues } from '../../meter-values.ts'
import { plausibleName, plausibleRegister } from '../../plausible.ts'
import type { Handler } from '../handle.ts'
import { idTagInfo } from '../id-tag-info.ts'

export const stopTransaction: Handler<'StopTransaction'> = async (ctx, charger, request) => {
  // The connector is not said; whoever finds the session knows it.
  const origin = { evse: 0, connector: null, version: '1.6', timeOf: charger.timeOf } as const
  const { decision, groupId, expiresAt } = await stopSession(ctx, {
    charger,
    wireId: request.transactionId,
    tokenUid: request.idTag === undefined ? null : plausibleName('idTag', request.idTag),
    endedAt: charger.timeOf(request.timestamp),
    meterStopWh: new Decimal(plausibleRegister('meterStop', request.meterStop)),
    reason: request.reason ?? null,
    readings: readMeterValues(request.transactionData, origin),
  })
  return decision === null ? {} : { idTagInfo: idTagInfo({ decision, groupId, expiresAt }) }
}
