import { takeCancelAnswer } from '#core/reservations/take-answer.ts'
import type { Outcome } from '../outcome.ts'

/** a charger that knows of none has none. An error or silence says nothing. */
export const cancelReservation: Outcome<'CancelReservation'> = async (ctx, charger, { command, request, response }) => {
  if (response === null) return
  const isCancelled = response.status === 'Accepted'
  await takeCancelAnswer(ctx, charger, { reservationId: request.reservationId, isCancelled, commandId: command.id })
}
