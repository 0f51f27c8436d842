import { recordSessionEvent } from '#core/sessions/record-session-event.ts'
import { contentHash } from '../../content-hash.ts'
import { readMeterValues } from '../../meter-values.ts'
import { plausibleCount, plausibleName, plausiblePlace } from '../../plausible.ts'
import type { Handler } from '../handle.ts'
import { idTokenInfo } from '../id-token-info.ts'

export const transactionEvent: Handler<'TransactionEvent'> = async (ctx, charger, request) => {
  const { transactionInfo: info, idToken } = request
  const evse = request.evse && request.evse.id > 0 ? plausiblePlace('evse.id', request.evse.id) : null
  const connector = evse === null ? null : plausiblePlace('evse.connectorId', request.evse?.connectorId ?? 0) || null
  // A reading has to be somewhere: EVSE 0 until the session, which knows its EVSE, is found.
  const origin = { evse: evse ?? 0, connector, version: '2.x', timeOf: charger.timeOf } as const

  const { decision, groupId, expiresAt } = await recordSessionEvent(ctx, {
    charger,
    wireId: plausibleName('transactionId', info.transactionId),
    type: request.eventType,
    seqNo: plausibleCount('seqNo', request.seqNo),
    trigger: request.triggerReason,
    at: charger.timeOf(request.timestamp),
    offline: request.offline ?? false,
    evse,
    connector,
    token: idToken ? { uid: plausibleName('idToken', idToken.idToken), type: idToken.type } : null,
    chargingState: info.chargingState ?? null,
    stoppedReason: info.stoppedReason ?? null,
    reservationId: request.reservationId ?? null,
    remoteStartId: info.remoteStartId ?? null,
    readings: readMeterValues(request.meterValue, origin),
    // A charger may mark the repeat of an unanswered event as offline; it is the same event.
    contentHash: contentHash({ ...request, offline: undefined }),
  })
  // the answer speaks of the token whenever the event did.
  return idToken && decision !== null ? { idTokenInfo: idTokenInfo({ decision, groupId, expiresAt }) } : {}
}
