import { takeReserveAnswer } from '#core/reservations/take-answer.ts'
import { reserveAnswer } from '../../reserve-answer.ts'
import type { Outcome } from '../outcome.ts'

/** Occupied, Faulted, Unavailable and Rejected are all a no; silence says nothing (R-03, F-09). */
export const reserveNow: Outcome<'ReserveNow'> = async (ctx, charger, { command, request, response, ending }) => {
  const { reservationId, connectorId, idTag, parentIdTag, expiryDate } = request
  const expiresAt = charger.timeOf(expiryDate)
  if (expiresAt === null || reservationId < 1) return
  await takeReserveAnswer(ctx, charger, {
    asked: {
      reservationId,
      evse: connectorId > 0 ? connectorId : null,
      connectorType: null,
      tokenUid: idTag,
      groupId: parentIdTag ?? null,
      expiresAt,
    },
    answer: reserveAnswer(response, ending),
    reason: response?.status ?? ending.reason,
    commandId: command.id,
  })
}
