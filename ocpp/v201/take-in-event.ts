import { confirmRemoteStart } from '#core/commands/confirm-start.ts'
import type { Context } from '#core/context.ts'
import { useReservation } from '#core/reservations/use-reservation.ts'
import { askForMissing } from '#core/sessions/missing-events.ts'
import { type EventAnswer, recordSessionEvent } from '#core/sessions/record-session-event.ts'
import { forgetProfilesOf, restoreProfiles } from '#core/smart-charging/session-profiles.ts'
import { type PricedSession, priceSession } from '#core/tariffs/price-session.ts'
import { tellCost } from '#core/tariffs/tell-cost.ts'
import { type ConnectedCharger, stampsOf } from '../connected-charger.ts'
import { contentHash } from '../content-hash.ts'
import { readMeterValues } from '../meter-values.ts'
import { plausibleCount, plausibleName, plausiblePlace } from '../plausible.ts'
import type { Messages as Messages21 } from '../v21/messages.ts'
import type { Messages } from './messages.ts'

/** An event of either version: what both have means the same. */
export type EventRequest = Messages['TransactionEvent']['request'] | Messages21['TransactionEvent']['request']

/** Takes in an event as a word on its session. */
export async function takeInEvent(
  ctx: Context,
  charger: ConnectedCharger,
  request: EventRequest,
): Promise<EventAnswer> {
  const { transactionInfo: info, idToken } = request
  const evse = request.evse && request.evse.id > 0 ? plausiblePlace('evse.id', request.evse.id) : null
  const connector = evse === null ? null : plausiblePlace('evse.connectorId', request.evse?.connectorId ?? 0) || null
  // A reading has to be somewhere: EVSE 0 until the session, which knows its EVSE, is found.
  const origin = { evse: evse ?? 0, connector, version: '2.x', ...stampsOf(charger) } as const

  return recordSessionEvent(ctx, {
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
}

/**
 * What the server does on its own after an event: it asks for what is missing, knows whose start the session came of,
 * and reckons and tells what it costs. Gives the price once the session has ended and a tariff applies.
 *
 * An event that only brings readings of a session without a tariff reads nothing here.
 */
export async function followUp(
  ctx: Context,
  charger: ConnectedCharger,
  { request, answer }: { request: EventRequest; answer: EventAnswer },
): Promise<PricedSession | null> {
  const { session, gap, chargingChanged, reserved } = answer
  if (session.epoch > 0 && request.eventType === 'Started') charger.deviated('transaction-id-reused', session.wireId)
  const { remoteStartId } = request.transactionInfo
  await askForMissing(ctx, charger, { session, gap })
  if (remoteStartId !== undefined) await confirmRemoteStart(ctx, charger, { remoteStartId, sessionId: session.id })
  const { reservationId = null } = request
  const begins = request.eventType === 'Started' || (request.eventType === 'Updated' && request.idToken !== undefined)
  if (begins || reservationId !== null) await useReservation(ctx, charger, { session, reservationId, reserved })
  if (request.eventType === 'Ended') await forgetProfilesOf(ctx, charger, session.wireId) // K-08
  // E17.FR.15, 2.1
  if ((request.triggerReason as string) === 'TxResumed') await restoreProfiles(ctx, charger, { wireId: session.wireId })
  if (request.eventType === 'Ended') return priceSession(ctx, charger, session)
  // an event of the past is not news for the driver.
  if (!request.offline) await tellCost(ctx, charger, { session, isUrgent: chargingChanged })
  return null
}
