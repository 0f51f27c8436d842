import { Decimal } from 'decimal.js'
import { stopSession } from '#core/sessions/stop-session.ts'
import { forgetProfilesOf } from '#core/smart-charging/session-profiles.ts'
import { showFinalCost } from '#core/tariffs/show-final-cost.ts'
import { stampsOf } from '../../connected-charger.ts'
import { readMeterValues } from '../../meter-values.ts'
import { plausibleName, plausibleRegister } from '../../plausible.ts'
import type { Handler } from '../handle.ts'
import { idTagInfo } from '../id-tag-info.ts'

export const stopTransaction: Handler<'StopTransaction'> = async (ctx, charger, request) => {
  // The connector is not said; whoever finds the session knows it.
  const origin = { evse: 0, connector: null, version: '1.6', ...stampsOf(charger) } as const
  const { decision, groupId, expiresAt, isOrphan } = await stopSession(ctx, {
    charger,
    wireId: request.transactionId,
    tokenUid: request.idTag === undefined ? null : plausibleName('idTag', request.idTag),
    endedAt: charger.timeOf(request.timestamp),
    meterStopWh: new Decimal(plausibleRegister('meterStop', request.meterStop)),
    reason: request.reason ?? null,
    readings: readMeterValues(request.transactionData, origin),
  })
  await forgetProfilesOf(ctx, charger, String(request.transactionId)) // K-08
  if (!isOrphan) await showFinalCost(ctx, charger, request.transactionId)
  if (isPlaceholder(request.transactionId)) charger.deviated('placeholder-transaction', String(request.transactionId))
  if (isOrphan) charger.deviated('stop-without-start', String(request.transactionId))
  return decision === null ? {} : { idTagInfo: idTagInfo({ decision, groupId, expiresAt }) }
}

// Errata 3.18 gives -1 to starts that were never answered; other ones are the charger's own idea.
function isPlaceholder(transactionId: number): boolean {
  return transactionId <= 0 && transactionId !== -1
}
