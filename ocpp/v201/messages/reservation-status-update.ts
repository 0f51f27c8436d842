import { endByNumber } from '#core/reservations/take-answer.ts'
import type { Handler } from '../handle.ts'

/** The charger keeps it free no longer (H04). The answer is empty by the standard, also for one that is not known. */
export const reservationStatusUpdate: Handler<'ReservationStatusUpdate'> = async (ctx, charger, request) => {
  const { reservationId, reservationUpdateStatus: status } = request
  await endByNumber(ctx, charger, {
    reservationId,
    // 2.1 also has NoTransaction: whoever came did not begin to charge.
    state: status === 'Expired' ? 'expired' : 'removed',
    reason: status,
  })
  return {}
}
