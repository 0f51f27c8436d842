import { takeReserveAnswer } from '#core/reservations/take-answer.ts'
import { reserveAnswer } from '../../reserve-answer.ts'
import type { Outcome } from '../outcome.ts'

/** Occupied, Faulted, Unavailable and Rejected are all a no; silence says nothing (R-03, F-09). */
export const reserveNow: Outcome<'ReserveNow'> = async (ctx, charger, { command, request, response, ending }) => {
  const { id, evseId, idToken, groupIdToken, connectorType, expiryDateTime } = request
  const expiresAt = charger.timeOf(expiryDateTime)
  if (expiresAt === null || id < 1) return
  await takeReserveAnswer(ctx, charger, {
    asked: {
      reservationId: id,
      evse: evseId !== undefined && evseId > 0 ? evseId : null,
      connectorType: connectorType ?? null,
      tokenUid: idToken.idToken,
      groupId: groupIdToken?.idToken ?? null,
      expiresAt,
    },
    answer: reserveAnswer(response, ending),
    reason: response?.status ?? ending.reason,
    commandId: command.id,
  })
}
