import { Decimal } from 'decimal.js'
import { useReservation } from '#core/reservations/use-reservation.ts'
import { startSession } from '#core/sessions/start-session.ts'
import { tellCost } from '#core/tariffs/tell-cost.ts'
import { plausibleName, plausiblePlace, plausibleRegister } from '../../plausible.ts'
import type { Handler } from '../handle.ts'
import { idTagInfo } from '../id-tag-info.ts'

export const startTransaction: Handler<'StartTransaction'> = async (ctx, charger, request) => {
  const reservationId = reservationOf(request.reservationId)
  const started = await startSession(ctx, {
    charger,
    connector: plausiblePlace('connectorId', request.connectorId),
    tokenUid: plausibleName('idTag', request.idTag),
    startedAt: charger.timeOf(request.timestamp),
    meterStartWh: new Decimal(plausibleRegister('meterStart', request.meterStart)),
    reservationId,
  })
  const { session, reserved } = started
  await useReservation(ctx, charger, { session, reservationId, reserved })
  if (started.decision === 'accepted') await tellCost(ctx, charger, { session, isUrgent: true })
  return { transactionId: Number(started.session.wireId), idTagInfo: idTagInfo(started) }
}

// chargers without a reservation send 0 or -1.
function reservationOf(id: number | undefined): number | null {
  return id !== undefined && id > 0 ? id : null
}
