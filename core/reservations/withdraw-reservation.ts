import type { Uses } from '../context.ts'
import { giveUpAtCharger, hasEnded, noReservation } from './change-reservation.ts'
import { tellEnded } from './end-reservation.ts'
import { isOpen, type Reservation } from './reservation.ts'

/**
 * Ends a reservation at once, whatever the charger says to it. A charger that was asked for it is told to give it up, and
 * one that is away when it comes back.
 */
export async function withdrawReservation(
  ctx: Uses<'chargerLink' | 'chargerWork' | 'transaction'>,
  id: number,
): Promise<Reservation> {
  const ended = await ctx.transaction(async (tx) => {
    const reservation = await tx.reservations.lock(id)
    if (!reservation) throw noReservation(id)
    if (!isOpen(reservation)) throw hasEnded(reservation)
    await giveUpAtCharger(tx, reservation)
    const { charger, reservationId, evse } = reservation
    await tx.audit('reservation.cancelled', charger.identity, { reservation: reservationId, evse })
    return (await tx.reservations.end(reservation, 'cancelled'))!
  })
  ctx.chargerLink.commandsWaiting(ended.charger)
  await tellEnded(ctx, ended.charger, ended)
  return ended
}
